using System;

namespace RegularizerGen.Training;

/// <summary>How series are cut into windows, and windows put into batches.</summary>
public sealed record WindowOptions
{
    /// <summary>Steps of a window, at least 1.</summary>
    public required int Length { get; init; }

    /// <summary>Steps from the beginning of a window to that of the next, at least 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Windows of a batch, at least 1.</summary>
    public required int Batch { get; init; }

    /// <summary>First steps of a window that do not count, from 0 to fewer than its length.</summary>
    public int WashOut { get; init; }

    /// <summary>Whether what is left at the end of a series, shorter than a window, makes a window, too: the steps that it lacks are 0 and
    /// do not count. For sequences of various lengths, each is a series, and length and stride are those of the longest.</summary>
    public bool KeepsTails { get; init; }

    internal void Validate()
    {
        Require(Length >= 1, nameof(Length), Length, "at least 1");
        Require(Stride >= 1, nameof(Stride), Stride, "at least 1");
        Require(Batch >= 1, nameof(Batch), Batch, "at least 1");
        Require(WashOut >= 0 && WashOut < Length, nameof(WashOut), WashOut, $"from 0 to {Length - 1}");
    }

    private static void Require(bool isInside, string name, int value, string range)
    {
        if (!isInside)
        {
            throw new ArgumentException($"{nameof(WindowOptions)}.{name} is {value}; it must be {range}.", name);
        }
    }
}
