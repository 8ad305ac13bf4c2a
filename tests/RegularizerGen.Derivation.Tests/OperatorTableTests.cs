using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Walks the table: what every activation declares of itself is checked by sampling, without anyone writing a test for a new one.</summary>
public sealed class OperatorTableTests
{
    private static readonly Symbol X = Expr.Symbol("x");

    public static TheoryData<string> Activations => [.. OperatorTable.Activations.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void DeclaredRange_HoldsAndIsReached(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        double[] values = [.. Grid(60).Select(x => At(activation.Value(X), x))];
        if (activation.Min is { } min)
        {
            Assert.True(values.Min() >= min.ToDouble() && values.Min() <= min.ToDouble() + 1e-3);
        }

        if (activation.Max is { } max)
        {
            Assert.True(values.Max() <= max.ToDouble() && values.Max() >= max.ToDouble() - 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void LipschitzConstant_IsNeverExceededAndNotLoose(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        double[] slopes = [.. Grid(8).Select(x => Math.Abs(At(activation.Value(X), x + 1e-6) - At(activation.Value(X), x - 1e-6)) / 2e-6)];
        double lipschitz = activation.Lipschitz.ToDouble();
        Assert.True(slopes.Max() <= lipschitz * (1 + 1e-8), $"{slopes.Max():R}");
        Assert.True(slopes.Max() >= lipschitz * 0.999, $"{slopes.Max():R}");
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Monotone_IsDeclaredOnlyWhereItHolds(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        double[] values = [.. Grid(30).Select(x => At(activation.Value(X), x))];
        Assert.Equal(activation.IsMonotone, values.Zip(values.Skip(1), (a, b) => b >= a).All(rises => rises));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void LocalSlope_IsTheDerivativeAndFallsWithTheDistanceFromZero(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        if (activation.SlopeFallingFromZero(X) is not { } slope)
        {
            return;
        }

        Expr derivative = activation.Value(X).Differentiate(X);
        foreach (double x in Grid(20))
        {
            Assert.Equal(At(derivative, x), At(slope, x), 1e-13);
            Assert.True(At(slope, 1.01 * x) <= At(slope, x) * (1 + 1e-14));
            Assert.Equal(At(slope, x), At(slope, -x), 1e-15);
        }
    }

    [Fact]
    public void Table_HasUniqueNames() => Assert.Equal(OperatorTable.All.Count, OperatorTable.All.Select(o => o.Name).Distinct().Count());

    private static IEnumerable<double> Grid(double reach) => Enumerable.Range(-400, 801).Select(k => reach * k / 400.0);

    private static double At(Expr expression, double x) => expression.Evaluate(_ => x);
}
