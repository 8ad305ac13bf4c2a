using System;
using System.Linq;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Signals.</summary>
internal sealed partial class Drawing
{
    private static readonly string[] Functions =
    [
        "Sigmoid({0})",
        "Tanh({0})",
        "Sigmoid({0})",
        "Tanh({0})",
        "Relu({0})",
        "Softsign({0})",
        "LeakyRelu({0})",
        "LeakyRelu({0}, 0.25)",
        "LeakyRelu({0}, -0.5)",
        "Elu({0})",
        "Elu({0}, 0.5)",
        "Softplus({0})",
        "HardSigmoid({0})",
        "HardSigmoid({0}, 0.2)",
        "HardTanh({0})",
        "Sin({0})",
        "Cos({0})",
        "Silu({0})",
        "Gelu({0})",
        "GeluTanh({0})",
        "Mish({0})",
        "Selu({0})",
        "HardSwish({0})",
        "QuickGelu({0})",
        "Identity({0})",
    ];

    private static readonly string[] Constants =
    [
        "(0.5 * {0})",
        "(-1.5 * {0})",
        "({0} * 0.25)",
        "({0} / 3)",
        "(-{0})",
        "(1 - {0})",
        "({0} + 0.125)",
        "({0} - 0.75)",
        "(1e-3 * {0})",
    ];

    /// <summary>With a gate {0} in [0, 1], most ways to write a blend of {1} and {2}.</summary>
    private static readonly string[] Blends =
    [
        "({0} * {1} + (1 - {0}) * {2})",
        "((1 - {0}) * {1} + {0} * {2})",
        "({1} + {0} * ({2} - {1}))",
        "({1} - {0} * ({1} - {2}))",
        "({0} * {1} + {2} - {2} * {0})",
    ];

    private static readonly string[] Gates =
    [
        "Sigmoid({0})",
        "Sigmoid({0})",
        "HardSigmoid({0})",
        "(0.5 * Tanh({0}) + 0.5)",
        "(1 - Sigmoid({0}))",
    ];

    private Expression Signal(int dimension, int depth)
    {
        if (depth == 0 || Chance(0.1))
        {
            return Chance(0.5) ? Sum(dimension, 0) : Leaf(dimension);
        }

        Expression Of(string text, params Expression[] parts) => new(Kind.Signal, dimension, 0, text, parts);
        Expression Inner() => Signal(dimension, depth - 1);
        return random.Next(20) switch
        {
            < 5 => Sum(dimension, depth - 1),
            < 9 => Of(Pick(Functions), Inner()),
            < 12 => Of("({0} * {1})", Inner(), Inner()),
            < 15 => Of(Pick(Blends), Of(Pick(Gates), Inner()), Inner(), Inner()),
            15 => Of(Chance(0.5) ? "({0} + {1})" : "({0} - {1})", Inner(), Inner()),
            16 => Of(Pick(Constants), Inner()),
            17 => Chance(0.25) ? Share(dimension) : Of(Division(), Inner(), Inner()),
            18 => Of($"Map({Activation()}, {{0}})", Inner()),
            _ => Of($"{Helper()}({{0}}, {{1}})", Inner(), Inner()),
        };
    }

    /// <summary>Divisors that activations keep away from 0.</summary>
    private string Division() =>
        Pick<string>([
            "({0} / (1 + Sigmoid({1})))",
            "({0} / (Tanh({1}) - 1.5))",
            "({0} / (1.25 + 0.5 * Cos({1})))",
            "(Softsign({0}) / (0.1 + Sigmoid({1})))",
        ]);

    /// <summary>The share of a gate among two, which have arguments of their own.</summary>
    private Expression Share(int dimension)
    {
        Expression Argument(string text) => new(Kind.Signal, dimension, 0, text, Source(dimension), Field(Kind.Bias, dimension));
        const string Quotient = "(Sigmoid({0}) / (Sigmoid({0}) + Sigmoid({1})))";
        return new Expression(Kind.Signal, dimension, 0, Quotient, Argument("({0} + {1})"), Argument("({1} - 0.5 * {0})"));
    }

    private Expression Leaf(int dimension)
    {
        Expression[] leaves =
        [
            .. inputs.Concat(states).Select(p => p.Leaf).Concat(locals.Select(l => l.Leaf)).Where(l => l.Rows == dimension),
        ];
        return leaves.Length == 0 ? Term(dimension, 0) : Pick(leaves);
    }

    /// <summary>An affine sum of a few terms.</summary>
    private Expression Sum(int dimension, int depth)
    {
        Expression sum = Term(dimension, depth);
        for (int k = random.Next(1, 4); k > 0; k--)
        {
            Expression next = random.Next(8) switch
            {
                0 or 1 => Field(Kind.Bias, dimension),
                2 => Scalar(),
                _ => Term(dimension, depth),
            };
            sum = new Expression(Kind.Signal, dimension, 0, Chance(0.8) ? "({0} + {1})" : "({0} - {1})", sum, next);
        }

        return sum;
    }

    private Expression Term(int dimension, int depth)
    {
        int other = Dimension();
        Expression Argument(int of) => depth > 0 && Chance(0.4) ? Signal(of, depth - 1) : Source(of);
        Expression Of(string text, params Expression[] parts) => new(Kind.Signal, dimension, 0, text, parts);
        return random.Next(12) switch
        {
            < 7 => Of("({0} * {1})", Matrix(dimension, other, 2), Argument(other)),
            7 or 8 => Of(Chance(0.5) ? "({0} * {1})" : "({1} * {0})", Diagonal(dimension), Argument(dimension)),
            9 => Of("({0} * {1})", Scalar(), Argument(dimension)),
            10 => Concatenated(dimension, Argument),
            _ => Of("(2 * {0})", Field(Kind.Bias, dimension)),
        };
    }

    /// <summary>An input, state or local, or where there is none of that dimension a matrix on one.</summary>
    private Expression Source(int dimension)
    {
        Expression[] all = [.. inputs.Concat(states).Select(p => p.Leaf).Concat(locals.Select(l => l.Leaf))];
        Expression[] fitting = [.. all.Where(l => l.Rows == dimension)];
        if (fitting.Length > 0)
        {
            return Pick(fitting);
        }

        Expression any = Pick(all);
        return new Expression(Kind.Signal, dimension, 0, "({0} * {1})", Field(Kind.Matrix, dimension, any.Rows), any);
    }

    /// <summary>A matrix of its own on two or three signals, whose sizes add up; in one case of three elsewhere on others, too.</summary>
    private Expression Concatenated(int dimension, Func<int, Expression> argument)
    {
        int[] parts = [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Dimension())];
        Expression matrix = Field(Kind.Matrix, dimension, 1000 + fields.Count);
        Expression Of(Expression[] on)
        {
            string names = string.Join(", ", on.Select((_, k) => $"{{{k + 1}}}"));
            return new Expression(Kind.Signal, dimension, 0, $"({{0}} * Concat({names}))", [matrix, .. on]);
        }

        Expression first = Of([.. parts.Select(argument)]);
        return Chance(0.3) ? new Expression(Kind.Signal, dimension, 0, "({0} - {1})", first, Of([.. parts.Select(argument)])) : first;
    }
}
