namespace RegularizerGen.Stacks;

/// <summary>How the recurrent units of a stack hang together: layer by layer, one or two directions each; unit number = layer · directions
/// + direction.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="Directions">1, or 2 for a bidirectional stack: every layer reads the outputs of both directions below.</param>
/// <param name="OutputState">Which state of a unit is its output.</param>
/// <param name="HasReadOut">Whether a linear read-out makes one output of all.</param>
internal sealed record StackShape(int Layers, int Directions, int OutputState, bool HasReadOut)
{
    /// <summary>Outputs whose derivatives are followed apart: one, or those of both directions where no read-out adds them.</summary>
    public int Outputs => Directions == 2 && !HasReadOut ? 2 : 1;

    public int Unit(int layer, int direction) => (layer * Directions) + direction;

    public int Layer(int unit) => unit / Directions;

    public int Direction(int unit) => unit % Directions;

    /// <summary>How many units a unit reads from below: none in the first layer.</summary>
    public int Below(int unit) => Layer(unit) == 0 ? 0 : Directions;

    /// <summary>The unit below, and its own step at the same time.</summary>
    public (int Unit, int Step) Source(int unit, int below, int step, int horizon) =>
        (Unit(Layer(unit) - 1, below), Step(below, Step(Direction(unit), step, horizon), horizon));

    /// <summary>A unit's own step at a time, and the other way round: the second direction runs backwards.</summary>
    public static int Step(int direction, int time, int horizon) => direction == 0 ? time : horizon - 1 - time;
}
