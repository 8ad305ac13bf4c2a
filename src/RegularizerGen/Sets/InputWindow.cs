using System;
using System.Linq;

namespace RegularizerGen.Sets;

/// <summary>The inputs of the last steps side by side, the newest first: what linear forms of states are functions of.</summary>
internal sealed class InputWindow
{
    /// <summary>Columns beyond which a form costs more than the walk that it replaces.</summary>
    private const int Most = 192;

    private const int MostSteps = 24;
    private const int LeastSteps = 3;

    private readonly int[] starts;

    public InputWindow(SetStep step)
    {
        starts = new int[step.Widths.Count];
        int width = 0;
        foreach (int input in step.Sources.Take(step.Inputs))
        {
            starts[input] = width;
            width += step.Widths[input];
        }

        Width = width;
        Steps = Math.Clamp(Most / Math.Max(1, width), LeastSteps, MostSteps);
    }

    /// <summary>Channels of all inputs.</summary>
    public int Width { get; }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>Inputs of all of them.</summary>
    public int Columns => Steps * Width;

    /// <summary>Where an input of some steps ago begins.</summary>
    public int Column(int input, int age) => (age * Width) + starts[input];
}
