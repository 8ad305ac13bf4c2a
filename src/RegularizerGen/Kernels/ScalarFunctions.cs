using System;
using System.ComponentModel;
using System.Numerics;
using RegularizerGen.Numbers;
using RegularizerGen.Numbers.Functions;

namespace RegularizerGen.Kernels;

/// <summary>The functions that formulas of activations are made of, in the element type: what emitted loops call.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarFunctions<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>|x|.</summary>
    public static T Abs(T x) => T.Abs(x);

    /// <summary>An elementary function that has no method of its own here.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    public static T Apply<TFunction>(T x)
        where TFunction : IElementaryFunction<TFunction> => T.CreateTruncating(TFunction.Value(double.CreateTruncating(x)));

    /// <summary>Cosine.</summary>
    public static T Cos(T x) => T.Cos(x);

    /// <summary>A user's own function, called as it is.</summary>
    public static T Declared(Func<double, double> function, T x) => T.CreateTruncating(function(double.CreateTruncating(x)));

    /// <summary>Error function.</summary>
    public static T Erf(T x) => T.CreateTruncating(ScalarMath.Erf(double.CreateTruncating(x)));

    /// <summary>Exponential.</summary>
    public static T Exp(T x) => T.Exp(x);

    /// <summary>Natural logarithm.</summary>
    public static T Log(T x) => T.Log(x);

    /// <summary>Slope of the logistic function.</summary>
    public static T LogisticSlope(T x) => T.CreateTruncating(ScalarMath.LogisticSlope(double.CreateTruncating(x)));

    /// <summary>The larger number.</summary>
    public static T Max(T a, T b) => a > b ? a : b;

    /// <summary>The smaller number.</summary>
    public static T Min(T a, T b) => a < b ? a : b;

    /// <summary>The second operand where the condition is at least 0, else the third.</summary>
    public static T Select(T condition, T atLeastZero, T below) => condition >= T.Zero ? atLeastZero : below;

    /// <summary>Logistic function.</summary>
    public static T Sigmoid(T x) => T.CreateTruncating(ScalarMath.Sigmoid(double.CreateTruncating(x)));

    /// <summary>Sine.</summary>
    public static T Sin(T x) => T.Sin(x);

    /// <summary>Square root.</summary>
    public static T Sqrt(T x) => T.Sqrt(x);

    /// <summary>1 where x is at least 0, else 0.</summary>
    public static T Step(T x) => x >= T.Zero ? T.One : T.Zero;

    /// <summary>Hyperbolic tangent.</summary>
    public static T Tanh(T x) => T.Tanh(x);
}
