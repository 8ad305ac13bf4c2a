using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>The operations.</summary>
internal sealed partial class DrawnModel
{
    private (int Node, double[] Value) Times(int matrix, (int Node, double[] Value) v) =>
        (
            builder.Times(matrix, v.Node),
            ModelExecution.Times(weights.TryGetValue(matrix, out double[][]? own) ? own : derived[matrix], v.Value)
        );

    private (int Node, double[] Value) Elementwise(int diagonal, (int Node, double[] Value) v) =>
        (builder.Times(diagonal, v.Node), [.. v.Value.Select((value, k) => weights[diagonal][k][0] * value)]);

    private (int Node, double[] Value) Scaled((int Node, double[] Value) v, int scalar) =>
        (builder.Times(scalar, v.Node), [.. v.Value.Select(value => weights[scalar][0][0] * value)]);

    private (int Node, double[] Value) Scaled(Rational factor, (int Node, double[] Value) v, Rational constant) =>
        (builder.Scale(factor, v.Node, constant), [.. v.Value.Select(value => (factor.ToDouble() * value) + constant.ToDouble())]);

    private (int Node, double[] Value) Sum(
        Rational factorA,
        (int Node, double[] Value) a,
        Rational factorB,
        (int Node, double[] Value) b
    ) =>
        (
            builder.Add(factorA, a.Node, factorB, b.Node),
            [.. a.Value.Zip(b.Value, (u, v) => (factorA.ToDouble() * u) + (factorB.ToDouble() * v))]
        );

    private (int Node, double[] Value) Product((int Node, double[] Value) a, (int Node, double[] Value) b) =>
        (builder.Multiply(a.Node, b.Node), [.. a.Value.Zip(b.Value, (u, v) => u * v)]);

    private (int Node, double[] Value) Applied(ActivationOperator activation, (int Node, double[] Value) v)
    {
        Rational parameter = activation.Name is "LeakyRelu" or "Elu" or "HardSigmoid" ? new Rational(1, 5) : 0;
        int node = builder.Apply(activation, v.Node, parameter);
        var alone = new NodeModel(activation.Name, "v", 0, 0, default, default, parameter, null);
        return (node, [.. v.Value.Select(value => ModelExecution.Apply(activation, alone, value))]);
    }

    /// <summary>A matrix times a signal beside the input: a block of its columns for each.</summary>
    private (int Node, double[] Value) Concatenated()
    {
        (int Node, double[] Value) v = Signal();
        int matrix = Pick(joint);
        return (
            builder.TimesConcatenation(matrix, [v.Node, input.Node], use: 0),
            ModelExecution.Times(weights[matrix], [.. v.Value, .. input.Value])
        );
    }

    /// <summary>factor · v + constant + factor · scalar, or scalar · v.</summary>
    private (int Node, double[] Value) Shifted((int Node, double[] Value) v)
    {
        int scalar = Pick(scalars);
        if (random.Next(2) == 0)
        {
            return Scaled(v, scalar);
        }

        (Rational factor, Rational constant, Rational own) = (Coefficient(), Coefficient(), Coefficient());
        double shift = constant.ToDouble() + (own.ToDouble() * weights[scalar][0][0]);
        return (builder.Shift(factor, v.Node, constant, own, scalar), [.. v.Value.Select(value => (factor.ToDouble() * value) + shift)]);
    }

    /// <summary>A gate in [0, 1] in one of the ways that people write it.</summary>
    private (int Node, double[] Value) Gate()
    {
        (int Node, double[] Value) v = Signal();
        return random.Next(4) switch
        {
            0 => Scaled(new(1, 2), Applied(OperatorTable.FindActivation("Tanh")!, v), new(1, 2)),
            1 => Scaled(Applied(OperatorTable.FindActivation("Sigmoid")!, v), Pick(scalars)),
            2 => Scaled(new(3, 4), Applied(OperatorTable.FindActivation("HardSigmoid")!, v), 0),
            _ => Applied(OperatorTable.FindActivation("Sigmoid")!, v),
        };
    }

    /// <summary>A blend in one of the ways that people write it, perhaps scaled, perhaps beside something else.</summary>
    private (int Node, double[] Value) Blended((int Node, double[] Value) z, (int Node, double[] Value) a, (int Node, double[] Value) b)
    {
        (int Node, double[] Value) blend = random.Next(4) switch
        {
            0 => Sum(1, Product(z, a), 1, Product(Scaled(-1, z, 1), b)),
            1 => Sum(1, b, 1, Product(z, Sum(1, a, -1, b))),
            2 => Sum(1, Sum(1, b, -1, Product(z, b)), 1, Product(z, a)),
            _ => Sum(Coefficient(), Product(z, Sum(1, a, -1, b)), Coefficient(), b),
        };
        return random.Next(3) switch
        {
            0 => Scaled(blend, Pick(scalars)),
            1 => Sum(Coefficient(), blend, Coefficient(), Signal()),
            _ => blend,
        };
    }

    /// <summary>A quotient by what stays away from 0, on either side, or the share of a gate.</summary>
    private (int Node, double[] Value) Quotient()
    {
        ActivationOperator sigmoid = OperatorTable.FindActivation("Sigmoid")!;
        (int Node, double[] Value) f = Applied(sigmoid, Signal());
        (int Node, double[] Value) a = Signal();
        (int Node, double[] Value) divisor = Scaled(random.Next(2) == 0 ? 1 : -1, f, Pick<Rational>([2, -3, new(3, 2)]));
        if (random.Next(2) == 0)
        {
            Rational factor = Coefficient();
            divisor = Sum(factor, f, factor, Applied(sigmoid, Signal()));
            a = Scaled(Coefficient(), f, 0);
        }

        double[] value = [.. a.Value.Zip(divisor.Value, (u, v) => u / v)];
        return builder.Divide(a.Node, divisor.Node) is { } quotient ? (quotient, value) : a;
    }

    /// <summary>A square matrix that is derived from others.</summary>
    private int Derived()
    {
        int other = Pick(squares);
        var terms = new List<DerivedTerm>();
        double[][] sum = [.. Enumerable.Range(0, Units).Select(_ => new double[Units])];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int matrix = Pick(squares);
            (DerivedTerm Term, Func<int, int, double> At) drawn = random.Next(6) switch
            {
                0 => (new(Coefficient(), DerivedKind.Plain, matrix, -1), (i, j) => weights[matrix][i][j]),
                1 => (new(Coefficient(), DerivedKind.Transpose, matrix, -1), (i, j) => weights[matrix][j][i]),
                2 => (new(Coefficient(), DerivedKind.Identity, -1, -1), (i, j) => i == j ? 1 : 0),
                3 when Pick(diagonals) is var diagonal => (
                    new(Coefficient(), DerivedKind.Diagonal, diagonal, -1),
                    (i, j) => i == j ? weights[diagonal][i][0] : 0
                ),
                4 when Pick(scalars) is var scalar => (
                    new(Coefficient(), DerivedKind.Scaled, matrix, scalar),
                    (i, j) => weights[scalar][0][0] * weights[matrix][i][j]
                ),
                _ => (
                    new(Coefficient(), DerivedKind.Product, matrix, other),
                    (i, j) => Enumerable.Range(0, Units).Sum(k => weights[matrix][i][k] * weights[other][k][j])
                ),
            };
            terms.Add(drawn.Term);
            for (int entry = 0; entry < Units * Units; entry++)
            {
                sum[entry / Units][entry % Units] += drawn.Term.Coefficient.ToDouble() * drawn.At(entry / Units, entry % Units);
            }
        }

        int number = builder.Derived(terms);
        derived[number] = sum;
        return number;
    }
}
