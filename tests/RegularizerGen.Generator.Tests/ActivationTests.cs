using System;
using System.Linq;
using System.Reflection;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator.Tests;

/// <summary>Walks the table: the formula that an operator derives from is the function that the runtime executes.</summary>
public sealed class ActivationTests
{
    public static TheoryData<string> Names => [.. OperatorTable.Activations.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Formula_IsTheExecutedFunction(string name)
    {
        ActivationOperator activation = OperatorTable.FindActivation(name)!;
        MethodInfo method = typeof(CellMath).GetMethod(name)!;
        object? constant = method.GetParameters() is [_, { DefaultValue: double value }] ? value : null;
        Rational parameter = constant is double number ? Rational.FromDouble(number) : 0;
        var node = new NodeModel(name, "v", 0, 0, default, default, parameter, null);
        Expr formula = activation.Value(Expr.Symbol("x"), node);
        for (double x = -30; x <= 30; x += 0.37)
        {
            var executed = (Signal)method.Invoke(null, constant is null ? [new Signal(x)] : [new Signal(x), constant])!;
            Assert.Equal(formula.Evaluate(_ => x), executed[0], 1e-13 * (1 + Math.Abs(x)));
        }
    }

    /// <summary>Exp is there only to be refused with a reason; Concat is no function of one signal.</summary>
    [Fact]
    public void EveryFunctionOfCellMath_IsInTheTable() =>
        Assert.Equal(
            OperatorTable.Activations.Select(a => a.Name).Concat(["Map", "Exp", "Concat"]).Order(StringComparer.Ordinal),
            typeof(CellMath)
                .GetMethods(BindingFlags.Static | BindingFlags.Public)
                .Select(m => m.Name)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Verify_FindsWrongDeclarations()
    {
        ActivationCheck.Verify(Right);
        Assert.Contains(
            "more than the declared Lipschitz",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(TooSteep)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "above the declared Max",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(TooLarge)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "declared Monotone",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(Falling)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ActivationCheck.Verify(Math.Sin));
    }

    [Fact]
    public void Verify_FindsWrongDerivatives()
    {
        ActivationCheck.Verify(Declared);
        Assert.Contains(
            "'HalfSlope' is",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(WrongSlope)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "differences of 'Slope' say",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(WrongCurvature)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not the declared AtZero 1",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(WrongAtZero)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'Missing'",
            Assert.Throws<InvalidOperationException>(() => ActivationCheck.Verify(NoSuchMethod)).Message,
            StringComparison.Ordinal
        );
    }

    [Activation(Lipschitz = 1, AtZero = 0, Slope = nameof(Slope), Curvature = nameof(Curvature))]
    private static double Declared(double u) => Math.Atan(u);

    [Activation(Lipschitz = 1, Slope = nameof(HalfSlope), Curvature = nameof(Curvature))]
    private static double WrongSlope(double u) => Math.Atan(u);

    [Activation(Lipschitz = 1, Slope = nameof(Slope), Curvature = nameof(Slope))]
    private static double WrongCurvature(double u) => Math.Atan(u);

    [Activation(Lipschitz = 1, AtZero = 1)]
    private static double WrongAtZero(double u) => Math.Atan(u);

    [Activation(Lipschitz = 1, Slope = "Missing")]
    private static double NoSuchMethod(double u) => Math.Atan(u);

    private static double Slope(double u) => 1 / (1 + (u * u));

    private static double HalfSlope(double u) => 0.5 / (1 + (u * u));

    private static double Curvature(double u) => -2 * u / ((1 + (u * u)) * (1 + (u * u)));

    [Activation(Lipschitz = 1, Min = -1, Max = 1, Monotone = true)]
    private static double Right(double u) => Math.Tanh(u);

    [Activation(Lipschitz = 0.99)]
    private static double TooSteep(double u) => Math.Tanh(u);

    [Activation(Lipschitz = 1, Max = 0.9)]
    private static double TooLarge(double u) => Math.Tanh(u);

    [Activation(Lipschitz = 1, Monotone = true)]
    private static double Falling(double u) => Math.Sin(u);
}
