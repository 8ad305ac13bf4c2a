using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A user's own activation.</summary>
/// <param name="Name">The method.</param>
/// <param name="Body">Its formula in <see cref="Argument"/>, or a call of the method where that is not known.</param>
/// <param name="Facts">What was declared of it.</param>
/// <param name="AtZero">For a method whose formula is not known: its declared value at 0, or null.</param>
/// <param name="Unverified">The properties of its declaration that were not proved from the formula.</param>
public sealed record UserActivation(
    string Name,
    Expr Body,
    ActivationFacts Facts,
    Rational? AtZero = null,
    EquatableArray<string> Unverified = default
)
{
    /// <summary>Whether the formula is not known: only what is declared can be used for ranges.</summary>
    public bool IsOpaque => Body is FunctionCall { Function: DeclaredFunction };

    /// <summary>Name of the argument in <see cref="Body"/>.</summary>
    public const string Argument = "argument";

    /// <summary>What everything that is derived from the declaration rests on, as a sentence; null where all was proved.</summary>
    public string? Assumption
    {
        get
        {
            string range =
                Unverified.Contains("Min") || Unverified.Contains("Max")
                    ? $"in [{Text(Facts.Min, "-∞")}, {Text(Facts.Max, "∞")}]"
                    : string.Empty;
            string[] claims =
            [
                .. Unverified.Contains("Lipschitz") ? [$"{Text(Facts.Lipschitz, string.Empty)}-Lipschitz {range}".Trim()]
                : range.Length > 0 ? [range]
                : System.Array.Empty<string>(),
                .. Unverified.Contains("Monotone") ? ["non-decreasing"] : System.Array.Empty<string>(),
                .. Unverified.Contains("AtZero") ? [$"{Text(AtZero, string.Empty)} at 0"] : System.Array.Empty<string>(),
                .. Unverified.Contains(DeclarationCheck.HasValue) ? ["finite everywhere"] : System.Array.Empty<string>(),
            ];
            return claims.Length == 0 ? null : $"{Name} is {string.Join(" and ", claims)}, declared";
        }
    }

    private static string Text(Rational? value, string none) =>
        value is { } number ? number.ToDouble().ToString("R", CultureInfo.InvariantCulture) : none;
}
