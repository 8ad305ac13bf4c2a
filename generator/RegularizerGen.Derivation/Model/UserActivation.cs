using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A user's own activation.</summary>
/// <param name="Name">The method.</param>
/// <param name="Body">Its formula in <see cref="Argument"/>, or a call of the method where that is not known.</param>
/// <param name="Facts">What was declared of it.</param>
/// <param name="AtZero">For a method whose formula is not known: its declared value at 0, or null.</param>
public sealed record UserActivation(string Name, Expr Body, ActivationFacts Facts, Rational? AtZero = null)
{
    /// <summary>Whether the formula is not known: only what is declared can be used for ranges.</summary>
    public bool IsOpaque => Body is FunctionCall { Function: DeclaredFunction };

    /// <summary>Name of the argument in <see cref="Body"/>.</summary>
    public const string Argument = "argument";
}
