using System;
using System.Collections.Generic;

namespace RegularizerGen.Tool.Html;

/// <summary>The commands without arguments, and the accents, that derivations are printed with.</summary>
internal static class LatexSymbols
{
    private static readonly Dictionary<string, MathElement> Known = new(StringComparer.Ordinal)
    {
        [@"\sigma"] = Letter("σ"),
        [@"\gamma"] = Letter("γ"),
        [@"\lambda"] = Letter("λ"),
        [@"\tau"] = Letter("τ"),
        [@"\partial"] = new("<mo form=\"prefix\" rspace=\"0\">∂</mo>", 1, IsOpen: true),
        [@"\top"] = Letter("⊤"),
        [@"\|"] = MathElement.Fence("‖"),
        [@"\circ"] = new("<mo>∘</mo>", 2, IsOpen: true),
        [@"\ge"] = new("<mo>≥</mo>", 2, IsOpen: true),
        [@"\sum"] = new("<mo largeop=\"false\">∑</mo>", 1),
        [@"\,"] = new("<mspace width=\"0.2em\"/>", 0),
        [@"\quad"] = new("<mspace width=\"1em\"/>", 1, IsBreak: true),
        [@"\textstyle"] = new(string.Empty, 0),
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        @"\min",
        @"\max",
        @"\ln",
        @"\exp",
        @"\tanh",
        @"\sin",
        @"\cos",
        @"\arctan",
        @"\erf",
    };

    /// <summary>The element of a command; null where it is not known.</summary>
    public static MathElement? Find(string command) =>
        Known.TryGetValue(command, out MathElement element) ? element
        : Functions.Contains(command) ? MathElement.Word(command[1..])
        : null;

    /// <summary>What puts an accent on an element; null where the command is none.</summary>
    public static Func<string, string>? Accent(string command) =>
        command switch
        {
            // Borders: few fonts have lines that stretch.
            @"\underline" => of => $"<mrow class=\"lower\">{of}</mrow>",
            @"\overline" or @"\bar" => of => $"<mrow class=\"upper\">{of}</mrow>",
            @"\check" => of => $"<mover>{of}<mo stretchy=\"false\">ˇ</mo></mover>",
            _ => null,
        };

    private static MathElement Letter(string letter) => new($"<mi>{letter}</mi>", 1);
}
