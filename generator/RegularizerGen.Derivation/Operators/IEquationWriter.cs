using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>What an operator needs in order to print its equation.</summary>
public interface IEquationWriter
{
    /// <summary>A signal, set as an operand.</summary>
    string Signal(int node);

    /// <summary>A weight.</summary>
    string Weight(int weight);

    /// <summary>An exact number.</summary>
    string Number(Rational value);

    /// <summary>Sign between factors of a Hadamard product.</summary>
    string HadamardSign { get; }

    /// <summary>Sign between a weight and a signal, or a number and a signal.</summary>
    string ProductSign { get; }

    /// <summary>A named function applied.</summary>
    string Function(string name, string argument);
}
