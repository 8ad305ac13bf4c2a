using System;
using System.Collections.Generic;

namespace RegularizerGen.Tool.Html;

/// <summary>What something in a layer is.</summary>
internal enum PlacedKind
{
    /// <summary>A signal.</summary>
    Signal,

    /// <summary>The name of a signal that stands far above.</summary>
    Copy,

    /// <summary>A point that a line passes.</summary>
    Point,
}

/// <summary>Something in a layer: its middle and width are found by the layout.</summary>
/// <param name="signal">The signal.</param>
/// <param name="kind">What of it.</param>
internal sealed class PlacedNode(SignalNode signal, PlacedKind kind)
{
    /// <summary>The signal.</summary>
    public SignalNode Signal { get; } = signal;

    /// <summary>What of it.</summary>
    public PlacedKind Kind { get; } = kind;

    /// <summary>Its layer.</summary>
    public int Layer { get; set; }

    /// <summary>Its middle.</summary>
    public double X { get; set; }

    /// <summary>Its width.</summary>
    public double Width { get; set; }

    /// <summary>What lines come from; of a signal, use by use.</summary>
    public List<PlacedNode> Above { get; } = [];

    /// <summary>What lines go to, with their position there.</summary>
    public List<(PlacedNode Node, int Position)> Below { get; } = [];

    /// <summary>Where the line of a use ends, relative to the middle.</summary>
    public double Port(int position)
    {
        int ports = Math.Max(Signal.Uses.Count, 1);
        return Kind == PlacedKind.Signal ? Width * (((position + 1.0) / (ports + 1)) - 0.5) : 0;
    }

    /// <summary>Joins two by a line.</summary>
    public static void Join(PlacedNode above, PlacedNode below, int position)
    {
        above.Below.Add((below, position));
        below.Above.Add(above);
    }
}

/// <summary>The line of a use.</summary>
/// <param name="Use">The use.</param>
/// <param name="Position">The how-manyth use of the signal that uses it.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record UseLine(SignalUse Use, int Position, PlacedNode From, PlacedNode To)
{
    /// <summary>What it passes on its way.</summary>
    public List<PlacedNode> Points { get; } = [];
}
