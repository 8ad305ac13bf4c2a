using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace RegularizerGen.Cells.Tests;

/// <summary>Attacks for as long as asked for. Says every ten seconds how far it is: xunit takes a test program for crashed whose last test
/// ends after a minute without a word.</summary>
internal static class LongRun
{
    private static readonly TimeSpan Word = TimeSpan.FromSeconds(10);

    /// <summary>Numbers of attacks, from 0, until the time is over.</summary>
    public static IEnumerable<int> Attacks(TimeSpan time, Action<string> report)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan said = TimeSpan.Zero;
        for (int attack = 0; clock.Elapsed < time; attack++)
        {
            if (clock.Elapsed - said > Word)
            {
                said = clock.Elapsed;
                report(
                    string.Create(CultureInfo.InvariantCulture, $"{attack} attacks in {said.TotalSeconds:0} of {time.TotalSeconds:0} s")
                );
            }

            yield return attack;
        }
    }
}
