using System.Collections.Generic;

namespace RegularizerGen.Mutations;

/// <summary>One change at one place of the sources, and the tests that should notice it.</summary>
/// <param name="Number">Its number in the table, from 1; what <c>MUTANT</c> switches on.</param>
/// <param name="Title">What is changed, for people.</param>
/// <param name="File">The file, from the repository's root.</param>
/// <param name="Context">Text that occurs once in the file and holds what is changed once.</param>
/// <param name="Before">What is changed: an expression, or a statement.</param>
/// <param name="After">What it becomes; empty for a statement that is left out.</param>
/// <param name="IsStatement">Whether it is a statement.</param>
/// <param name="Tests">The tests that should notice, the quickest first.</param>
/// <param name="Harmless">Why it loosens nothing, so that it survives; null where it must be noticed.</param>
internal sealed record Mutation(
    int Number,
    string Title,
    string File,
    string Context,
    string Before,
    string After,
    bool IsStatement,
    IReadOnlyList<TestSelection> Tests,
    string? Harmless
)
{
    /// <summary>Whether it changes the generator: tests compile their cells with it while they run.</summary>
    public bool IsInGenerator => File.StartsWith("generator/", System.StringComparison.Ordinal);

    /// <summary>What stands in the sources: both, behind a switch.</summary>
    public string Switched =>
        IsStatement
            ? $"if (global::RegularizerGen.Mutants.On({Number})) {{ {After} }} else {{ {Before} }}"
            : $"(global::RegularizerGen.Mutants.On({Number}) ? ({After}) : ({Before}))";
}

/// <summary>Some classes of a test project.</summary>
/// <param name="Project">The project.</param>
/// <param name="Classes">The classes, as the test program selects them: with <c>*</c> for anything.</param>
internal sealed record TestSelection(string Project, IReadOnlyList<string> Classes)
{
    /// <summary>As it stands in the table.</summary>
    public override string ToString() => $"{Project} {string.Join(" ", Classes)}";
}
