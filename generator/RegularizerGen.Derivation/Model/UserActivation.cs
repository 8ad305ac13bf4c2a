using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>A user's own activation: its formula in <see cref="Argument"/>, and what was declared of it.</summary>
public sealed record UserActivation(string Name, Expr Body, ActivationFacts Facts)
{
    /// <summary>Name of the argument in <see cref="Body"/>.</summary>
    public const string Argument = "argument";
}
