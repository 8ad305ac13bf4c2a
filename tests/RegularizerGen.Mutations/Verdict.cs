using System;
using System.Linq;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace RegularizerGen.Mutations;

/// <summary>What became of a mutation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fate>))]
internal enum Fate
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>The tests did not come to an end, or their program broke off.</summary>
    Broken,

    /// <summary>No test noticed.</summary>
    Survived,
}

/// <summary>The verdict on a mutation, a line of the results.</summary>
/// <param name="Title">The mutation.</param>
/// <param name="Change">Before and after, so that the verdict on another change is not taken for this one's.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="By">The test that failed, or what happened.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Verdict(string Title, string Change, Fate Fate, string By, double Seconds)
{
    /// <summary>What identifies a change.</summary>
    public static string ChangeOf(Mutation mutation) => $"{mutation.File}: {mutation.Before} => {mutation.After}";

    /// <summary>What an ended test program says of the mutation that was switched on; null where all tests passed.</summary>
    /// <exception cref="InvalidOperationException">No test was run.</exception>
    public static (Fate Fate, string By)? Of(TestSelection tests, Outcome outcome)
    {
        if (outcome.IsHung)
        {
            return (Fate.Broken, "ran out of time");
        }

        // A run that stops at its first failure has no total.
        string? failed = outcome.Text.Split('\n').FirstOrDefault(l => l.Contains("[FAIL]", StringComparison.Ordinal));
        Match total = Regex.Match(outcome.Text, @"Total: (\d+)");
        if (failed is null && total.Success && total.Groups[1].Value == "0")
        {
            throw new InvalidOperationException($"There are no tests '{tests}':\n{outcome.Text}");
        }

        return (outcome.ExitCode, failed, total.Success) switch
        {
            (_, { } test, _) => (Fate.Killed, test.Replace("[FAIL]", string.Empty, StringComparison.Ordinal).Trim()),
            (0, null, true) => null,
            _ => (Fate.Broken, $"exit code {outcome.ExitCode}"),
        };
    }
}
