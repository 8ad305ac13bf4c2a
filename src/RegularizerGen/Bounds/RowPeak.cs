namespace RegularizerGen.Bounds;

/// <summary>The largest of all rows' values.</summary>
internal struct RowPeak
{
    /// <summary>The value.</summary>
    public double Value;

    /// <summary>The first row that has it.</summary>
    public int Row;

    /// <summary>What that row starts from.</summary>
    public double Start;

    /// <summary>The largest value of the other rows.</summary>
    public double RunnerUp;

    /// <summary>One more row.</summary>
    public void Add(double value, int row)
    {
        bool isFirst = value > Value || (value == Value && row < Row);
        RunnerUp = System.Math.Max(RunnerUp, isFirst ? Value : value);
        (Value, Row) = isFirst ? (value, row) : (Value, Row);
    }
}
