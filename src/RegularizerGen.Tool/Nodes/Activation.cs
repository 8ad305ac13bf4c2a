using System;
using System.Globalization;

namespace RegularizerGen.Tool.Nodes;

/// <summary>An activation of an ONNX recurrent node.</summary>
/// <param name="Name">Its name in the ONNX specification.</param>
/// <param name="Alpha">Its first number, where it has one.</param>
/// <param name="Beta">Its second number, where it has one.</param>
internal sealed record Activation(string Name, double Alpha = 0, double Beta = 0)
{
    /// <summary>The names, with the defaults of the numbers that they take: those of the ONNX operators of the same names.</summary>
    public static (string Name, double? Alpha, double? Beta)[] Known { get; } =
    [
        ("Relu", null, null),
        ("Tanh", null, null),
        ("Sigmoid", null, null),
        ("Affine", 1, 0),
        ("LeakyRelu", 0.01f, null),
        ("ThresholdedRelu", 1, null),
        ("ScaledTanh", 1, 1),
        ("HardSigmoid", 0.2f, 0.5),
        ("Elu", 1, null),
        ("Softsign", null, null),
        ("Softplus", null, null),
    ];

    /// <summary>A method that the cell has to declare, or null.</summary>
    public string? Declaration(string method) =>
        IsOwnHardSigmoid
            ? $"""
                    [Activation(Lipschitz = {Text(Math.Abs(Alpha))}, Min = 0, Max = 1{(Alpha > 0 ? ", Monotone = true" : string.Empty)})]
                    private static double {method}(double u) => Math.Max(0, Math.Min(1, {Text(Alpha)} * u + {Text(Beta)}));
                """
            : null;

    /// <summary>The activation of an expression, as C#.</summary>
    /// <param name="argument">The expression.</param>
    /// <param name="method">What <see cref="Declaration"/> was given.</param>
    public string Apply(string argument, string method) =>
        Name switch
        {
            "LeakyRelu" => $"LeakyRelu({argument}, {Text(Alpha)})",
            "Elu" => $"Elu({argument}, {Text(Alpha)})",
            "Affine" => $"{Text(Alpha)} * ({argument}) + {Text(Beta)}",
            "ScaledTanh" => $"{Text(Alpha)} * Tanh({Text(Beta)} * ({argument}))",
            "HardSigmoid" => IsOwnHardSigmoid ? $"Map({method}, {argument})" : $"HardSigmoid({argument}, {Text(Alpha)})",
            "ThresholdedRelu" => $"Relu({argument})",
            _ => $"{Name}({argument})",
        };

    /// <summary>Requires that the activation has a slope everywhere, or is one of finitely many pieces without jumps.</summary>
    /// <exception cref="UnusableInputException">It jumps, or its numbers are not those of a cell.</exception>
    public Activation Require(string node)
    {
        string? problem =
            !double.IsFinite(Alpha) || !double.IsFinite(Beta) ? "its numbers are not finite"
            : Name == "ThresholdedRelu" && Alpha != 0
                ? string.Create(CultureInfo.InvariantCulture, $"it jumps at {Alpha}, and where a step jumps no disturbance is small enough")
            : Name == "Elu" && Alpha < 0 ? "alpha must be at least 0"
            : Name is "Affine" or "ScaledTanh" or "HardSigmoid" && Alpha == 0 ? "alpha is 0: it is constant"
            : Name == "ScaledTanh" && Beta == 0 ? "beta is 0: it is constant"
            : null;
        return problem is null ? this : throw new UnusableInputException($"{node}: activation {Name} cannot be certified: {problem}.");
    }

    /// <summary>A number as C#, to the last bit.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private bool IsOwnHardSigmoid => Name == "HardSigmoid" && (Beta != 0.5 || Alpha < 0);
}
