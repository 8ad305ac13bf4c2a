using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RegularizerGen.Mutations;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; -1 where it ran out of time.</param>
/// <param name="Text">All that it wrote.</param>
internal sealed record Outcome(int ExitCode, string Text)
{
    /// <summary>Whether it was ended because it took too long.</summary>
    public bool IsHung => ExitCode == -1;
}

/// <summary>Runs programs.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end, or to that of its time.</summary>
    public static Outcome Run(string program, IEnumerable<string> arguments, string folder, TimeSpan limit, int mutant = 0)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = new Process { StartInfo = start };
        var text = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new Outcome(-1, text.ToString());
        }

        process.WaitForExit();
        return new Outcome(process.ExitCode, text.ToString());

        void Append(string? line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }
}
