using System.Globalization;
using System.Linq;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Weights that are derived from others; helpers; activations of the user's own.</summary>
internal sealed partial class Drawing
{
    private Expression Matrix(int rows, int columns, int depth)
    {
        if (depth == 0 || Chance(0.55))
        {
            return Field(Kind.Matrix, rows, columns);
        }

        Expression Of(string text, params Expression[] parts) => new(Kind.Matrix, rows, columns, text, parts);
        Expression Inner() => Matrix(rows, columns, depth - 1);
        int middle = Dimension();
        return random.Next(rows == columns ? 12 : 8) switch
        {
            0 => Of("{0}.Transpose", Matrix(columns, rows, depth - 1)),
            1 => Of("(0.5 * {0})", Inner()),
            2 => Of("({0} * {1})", Scalar(), Inner()),
            3 => Of("({0} + {1})", Inner(), Inner()),
            4 => Of("({0} - {1})", Inner(), Inner()),
            5 => Of("({0} * {1})", Matrix(rows, middle, depth - 1), Matrix(middle, columns, depth - 1)),
            6 => Of("({0} * {1})", Diagonal(rows), Inner()),
            7 => Of("({0} * {1})", Inner(), Diagonal(columns)),
            8 => Of("({0} + {1})", Inner(), Diagonal(rows)),
            9 => Of("({0} - 0.25 * Matrix.Identity)", Inner()),
            10 => Of("({0} - {0}.Transpose)", Inner()),
            _ => Of("({0} * {0}.Transpose)", Inner()),
        };
    }

    private Expression Diagonal(int rows)
    {
        Expression Of(string text, params Expression[] parts) => new(Kind.Diagonal, rows, 0, text, parts);
        return random.Next(8) switch
        {
            0 => Of("(0.5 * {0})", Field(Kind.Diagonal, rows)),
            1 => Of("({0} * {1})", Scalar(), Field(Kind.Diagonal, rows)),
            2 => Of("({0} * {1})", Field(Kind.Diagonal, rows), Field(Kind.Diagonal, rows)),
            _ => Field(Kind.Diagonal, rows),
        };
    }

    private Expression Scalar()
    {
        Expression field = Field(Kind.Scalar, 0);
        string[] texts = ["(1 - {0})", "(2 * {0} - 0.5)", "(-{0})", "({0} + 0.25)"];
        return Chance(0.5) ? field : new Expression(Kind.Scalar, 0, 0, Pick(texts), field);
    }

    private string Helper()
    {
        string[] bodies =
        [
            "Tanh(a) * c + 0.5 * a",
            "c - Sigmoid(a) * (c - a)",
            "0.25 * (a + c) - a * c",
            "Softsign(a - c)",
            "{ Signal s = Sigmoid(a); Signal t = s * c; return t + (1 - s) * Tanh(c); }",
        ];
        string body = Pick(bodies);
        string name = $"Help{members.Count}";
        members.Add((name, $"private static Signal {name}(Signal a, Signal c) {(body.StartsWith('{') ? body : $"=> {body};")}"));
        return name;
    }

    /// <summary>A sum of multiples of activations with known slopes; now and then with a condition.</summary>
    private string Activation()
    {
        (string Text, double Slope)[] terms =
        [
            ("Math.Tanh({0})", 1),
            ("Math.Sin({0})", 1),
            ("Math.Atan({0})", 1),
            ("({0}) / (1 + Math.Abs({0}))", 1),
            ("Math.Max({0}, 0)", 1),
            ("Math.Min({0}, 1)", 1),
            ("Math.Sqrt(1 + ({0}) * ({0}))", 1),
            ("({0} > 0.5 ? 2 * ({0}) - 0.5 : {0})", 2),
            ("Math.Log(1 + Math.Exp(-Math.Abs({0})))", 0.5),
        ];
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        double[] factors = [0.25, 0.5, 1, 1.5];
        double lipschitz = 0;
        string body = string.Join(
            " + ",
            Enumerable
                .Range(0, random.Next(1, 3))
                .Select(_ =>
                {
                    ((string text, double slope), double outer, double inner) = (Pick(terms), Pick(factors), Pick(factors));
                    lipschitz += slope * outer * (text.Contains('?') ? 1 : inner);
                    string argument = text.Contains('?') ? "u" : $"{Number(inner)} * u";
                    return $"{Number(outer)} * {string.Format(CultureInfo.InvariantCulture, text, argument)}";
                })
        );
        string name = $"Act{members.Count}";
        members.Add(
            (name, $"[Activation(Lipschitz = {Number(1.001 * lipschitz)})]\n    private static double {name}(double u) => {body};")
        );
        return name;
    }
}
