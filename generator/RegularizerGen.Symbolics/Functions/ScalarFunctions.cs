using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Symbolics;

/// <summary>The table of functions. A new function is one file and one line here.</summary>
public static class ScalarFunctions
{
    public static ScalarFunction Abs { get; } = new AbsFunction();

    public static ScalarFunction Cos { get; } = new CosFunction();

    public static ScalarFunction Erf { get; } = new ErfFunction();

    public static ScalarFunction Exp { get; } = new ExpFunction();

    public static ScalarFunction Fixed { get; } = new FixedFunction();

    public static ScalarFunction Ln { get; } = new LnFunction();

    public static ScalarFunction LogisticSlope { get; } = new LogisticSlopeFunction();

    public static ScalarFunction Max { get; } = new MaxFunction();

    public static ScalarFunction Min { get; } = new MinFunction();

    public static ScalarFunction Sigmoid { get; } = new SigmoidFunction();

    public static ScalarFunction Sin { get; } = new SinFunction();

    public static ScalarFunction Step { get; } = new StepFunction();

    public static ScalarFunction Tanh { get; } = new TanhFunction();

    public static IReadOnlyList<ScalarFunction> All { get; } = [Abs, Cos, Erf, Exp, Fixed, Ln, LogisticSlope, Max, Min, Sigmoid, Sin, Step, Tanh];

    public static ScalarFunction? Find(string name) => All.FirstOrDefault(f => f.Name == name);
}
