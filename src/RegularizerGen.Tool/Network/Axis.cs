namespace RegularizerGen.Tool.Network;

/// <summary>What an axis of a tensor of the graph runs over.</summary>
internal enum Axis
{
    /// <summary>Steps.</summary>
    Time,

    /// <summary>Sequences of a batch, each of which is treated alike.</summary>
    Batch,

    /// <summary>Directions of a recurrent node.</summary>
    Direction,

    /// <summary>Channels of a step.</summary>
    Channel,

    /// <summary>A single element.</summary>
    One,
}
