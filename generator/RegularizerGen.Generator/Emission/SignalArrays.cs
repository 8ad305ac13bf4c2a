namespace RegularizerGen.Generator;

/// <summary>Names of the arrays that a pass works on: those of the signals' values, or of their tangents.</summary>
/// <param name="Local">Suffix of a signal's span at one step.</param>
/// <param name="Inputs">The inputs at all steps.</param>
/// <param name="States">Suffix of a state's array.</param>
/// <param name="Nodes">Suffix of another signal's array.</param>
internal sealed record SignalArrays(string Local, string Inputs, string States, string Nodes)
{
    public static SignalArrays Values { get; } = new("Value", "inputs", "States", "Values");

    public static SignalArrays Tangents { get; } = new("Tangent", "InputGradient", "TangentsOfStates", "Tangents");
}
