using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Walks the table: what every activation declares of itself is checked by sampling, without anyone writing a test for a new
/// one.</summary>
public sealed class OperatorTableTests
{
    private static readonly Symbol X = Expr.Symbol("x");

    public static TheoryData<string> Activations => [.. OperatorTable.Activations.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void DeclaredRange_HoldsAndIsReached(string name)
    {
        foreach ((ActivationOperator activation, NodeModel node) in Variants(name))
        {
            ActivationFacts facts = activation.Facts(node);
            double[] values = [.. Grid(60).Concat(Grid(4)).Append(1e4).Append(-1e4).Select(x => At(activation.Value(X, node), x))];
            if (facts.Min is { } min)
            {
                Assert.True(values.Min() >= min.ToDouble() && values.Min() <= min.ToDouble() + 1e-3, $"{values.Min():R}");
            }

            if (facts.Max is { } max)
            {
                Assert.True(values.Max() <= max.ToDouble() && values.Max() >= max.ToDouble() - 1e-3, $"{values.Max():R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void LipschitzConstant_IsNeverExceededAndNotLoose(string name)
    {
        foreach ((ActivationOperator activation, NodeModel node) in Variants(name))
        {
            double[] slopes =
            [
                .. Grid(8)
                    .Concat(Grid(1.7))
                    .Select(x => Math.Abs(At(activation.Value(X, node), x + 1e-6) - At(activation.Value(X, node), x - 1e-6)) / 2e-6),
            ];
            double lipschitz = activation.Facts(node).Lipschitz.ToDouble();
            Assert.True(slopes.Max() <= lipschitz * (1 + 1e-8), $"{slopes.Max():R}");
            Assert.True(slopes.Max() >= lipschitz * 0.99, $"{slopes.Max():R}");
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Monotone_IsDeclaredExactlyWhereItHolds(string name)
    {
        foreach ((ActivationOperator activation, NodeModel node) in Variants(name))
        {
            double[] values = [.. Grid(20).Select(x => At(activation.Value(X, node), x))];
            Assert.Equal(activation.Facts(node).IsMonotone, values.Zip(values.Skip(1), (a, b) => b >= a - 1e-15).All(rises => rises));
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void LocalSlope_IsTheDerivativeAndFallsWithTheDistanceFromZero(string name)
    {
        (ActivationOperator activation, NodeModel node) = Variants(name).First();
        if (activation.SlopeFallingFromZero(X) is not { } slope)
        {
            return;
        }

        Expr derivative = activation.Value(X, node).Differentiate(X);
        foreach (double x in Grid(20))
        {
            Assert.Equal(At(derivative, x), At(slope, x), 1e-13);
            Assert.True(At(slope, 1.01 * x) <= At(slope, x) * (1 + 1e-14));
            Assert.Equal(At(slope, x), At(slope, -x), 1e-15);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void LogisticSlope_IsTheDerivative(string name)
    {
        (ActivationOperator activation, NodeModel node) = Variants(name).First();
        if (!activation.IsLogistic)
        {
            return;
        }

        ActivationFacts facts = activation.Facts(node);
        Expr derivative = activation.Value(X, node).Differentiate(X);
        foreach (double x in Grid(8))
        {
            double value = At(activation.Value(X, node), x);
            Assert.Equal(At(derivative, x), (value - facts.Min!.Value.ToDouble()) * (facts.Max!.Value.ToDouble() - value), 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void DistancesFromTheEnds_AreTheDifferencesAndNeverZero(string name)
    {
        foreach ((ActivationOperator activation, NodeModel node) in Variants(name))
        {
            ActivationFacts facts = activation.Facts(node);
            foreach (double x in Grid(900))
            {
                double value = At(activation.Value(X, node), x);
                if (activation.BelowMax(X, activation.Value(X, node), node) is { } below)
                {
                    Assert.Equal(facts.Max!.Value.ToDouble() - value, At(below, x), 1e-15);
                    Assert.True(At(below, x) > 0 || !activation.IsLogistic);
                }

                if (activation.AboveMin(X, activation.Value(X, node), node) is { } above)
                {
                    Assert.Equal(value - facts.Min!.Value.ToDouble(), At(above, x), 1e-15);
                    Assert.True(At(above, x) > 0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void SlopeTimesArgument_IsNeverExceededAndNotLoose(string name)
    {
        (ActivationOperator activation, NodeModel node) = Variants(name).First();
        if (activation.SlopeTimesArgument is { } most)
        {
            Expr derivative = activation.Value(X, node).Differentiate(X);
            double largest = Grid(20)
                .Concat(Grid(1))
                .Concat(Enumerable.Range(0, 20_001).Select(k => k / 20_000.0))
                .Max(x => Math.Abs(x * At(derivative, x)));
            Assert.True(largest <= most.ToDouble() && largest >= most.ToDouble() - 1e-4, $"{largest:R}");
        }
    }

    /// <summary>A parametrized activation at several constants.</summary>
    private static IEnumerable<(ActivationOperator Activation, NodeModel Node)> Variants(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        Rational[] parameters = activation.Name switch
        {
            "LeakyRelu" => [new(1, 100), new(-1, 2), 3],
            "Elu" => [1, new(1, 2), 2],
            "HardSigmoid" => [new(1, 6), new(1, 5)],
            _ => [0],
        };
        return parameters.Select(p => (activation, new NodeModel(name, "v", 0, 0, default, default, p, null)));
    }

    [Fact]
    public void Table_HasUniqueNames() => Assert.Equal(OperatorTable.All.Count, OperatorTable.All.Select(o => o.Name).Distinct().Count());

    private static IEnumerable<double> Grid(double reach) => Enumerable.Range(-400, 801).Select(k => reach * k / 400.0);

    private static double At(Expr expression, double x) => expression.Evaluate(_ => x);
}
