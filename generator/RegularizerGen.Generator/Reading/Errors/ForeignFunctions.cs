using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Functions that people know from other libraries, and what a step has for them.</summary>
internal static class ForeignFunctions
{
    private const string Normalised =
        "its slope grows without limit where the variance comes near 0: scale by a Diagonal or Scalar weight, or normalise the inputs "
        + "before they reach the cell";
    private const string Random =
        "a step is a formula without randomness: draw what is random outside of the cell, and give it as an input";
    private const string Jump = "it jumps, and a jump has no slope: use Tanh(…) or HardTanh(…)";
    private const string Mixing = "it mixes the units of a signal: write it as a product with a Matrix";
    private const string Product = "write W * x, and + b for a bias";
    private const string Joined = "write W * Concat(x, h) for a matrix on several signals";
    private const string Constant = "sizes are not known when a step is read: add a number to a signal, v + 1, or declare a Bias";

    /// <summary>Other names of functions of CellMath.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["logistic"] = "Sigmoid",
        ["expit"] = "Sigmoid",
        ["swish"] = "Silu",
        ["lrelu"] = "LeakyRelu",
        ["hardswish"] = "HardSwish",
    };

    private static readonly Dictionary<string, string> Advice = Of(
        ("it mixes the units of a signal, and no bound of it is known: gate every unit by Sigmoid(…)", "softmax logsoftmax softmin"),
        (Normalised, "layernorm batchnorm rmsnorm groupnorm instancenorm normalize normalise"),
        ("a step is a formula without randomness: drop elements of the inputs or of the outputs outside of the cell", "dropout"),
        (Random, "random rand randn normal uniform"),
        ("write Relu(a - b) + b for the larger of a and b", "max maximum fmax"),
        ("write a - Relu(a - b) for the smaller of a and b", "min minimum fmin"),
        ("write Relu(v) + Relu(-v)", "abs absolute fabs"),
        ("its slope grows without limit: use Sigmoid(…) or Softplus(…)", "exp"),
        ("its slope grows without limit near 0: use Softplus(…) or Softsign(…)", "log sqrt cbrt rsqrt log2 log10"),
        ("write a power as a product, v * v", "pow power square"),
        ("write HardTanh(v), which is v within -1 and 1", "clamp clip"),
        (Jump, "sign round floor ceil ceiling truncate heaviside"),
        (Mixing, "sum mean average norm cumsum"),
        (Product, "dot matmul mm bmm matvec mv multiply mul linear times"),
        (Joined, "cat concatenate hstack vstack stack"),
        (Constant, "zeros ones full zeroslike oneslike")
    );

    /// <summary>The function of CellMath that is meant by a name; null for none.</summary>
    public static string? InCellMath(string name)
    {
        string key = Key(name);
        return Aliases.TryGetValue(key, out string? other)
            ? other
            : OperatorTable.Activations.Select(a => a.Name).FirstOrDefault(n => string.Equals(n, key, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether CellMath has a function of exactly that name that a step may call.</summary>
    public static bool IsInCellMath(string name) =>
        OperatorTable.FindActivation(name) is not null || name == OperatorTable.Map.Name || name == "Concat";

    /// <summary>What to write instead of a function that CellMath does not have; null where nothing is known of it.</summary>
    public static string? InsteadOf(string name) => Advice.TryGetValue(Key(name), out string? instead) ? instead : null;

    /// <summary>layer_norm, LayerNorm and layernorm are one.</summary>
    private static string Key(string name) => name.Replace("_", string.Empty).ToLowerInvariant();

    private static Dictionary<string, string> Of(params (string Instead, string Names)[] groups) =>
        groups
            .SelectMany(g => g.Names.Split(' ').Select(n => (Name: n, g.Instead)))
            .ToDictionary(p => p.Name, p => p.Instead, StringComparer.Ordinal);
}
