using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace RegularizerGen.Tool.Output;

/// <summary>What is being done, on standard error, once it takes longer than two seconds: one line that is written over on a terminal, and
/// a line now and then elsewhere.</summary>
internal sealed class Progress(TextWriter errors)
{
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(2);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly bool isTerminal = ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected;
    private readonly object gate = new();
    private TimeSpan next = Silent;
    private bool isShown;

    /// <summary>Reports a share from 0 to 1.</summary>
    public void Report(string what, double share)
    {
        lock (gate)
        {
            if (watch.Elapsed < next)
            {
                return;
            }

            next = watch.Elapsed + (isTerminal ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(10));
            string line = string.Create(CultureInfo.InvariantCulture, $"{what}: {share * 100:0} %, {watch.Elapsed.TotalSeconds:0} s");
            errors.Write(isTerminal ? $"\r{line.PadRight(78)}" : line + Environment.NewLine);
            isShown = true;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (isShown && isTerminal)
        {
            errors.Write($"\r{string.Empty.PadRight(78)}\r");
        }
    }
}
