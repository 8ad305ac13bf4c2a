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

    public static ScalarFunction LowerEnd { get; } = new EndFunction("lowerEnd", "LowerEnd", double.NegativeInfinity);

    public static ScalarFunction Max { get; } = new MaxFunction();

    public static ScalarFunction Min { get; } = new MinFunction();

    public static ScalarFunction Select { get; } = new SelectFunction();

    public static ScalarFunction Sigmoid { get; } = new SigmoidFunction();

    /// <summary>1 - sigmoid(v), by sigmoid(v) and v.</summary>
    public static ScalarFunction SigmoidComplement { get; } =
        new ComplementFunction("sigmoidComplement", "SigmoidComplement", v => Sigmoid!.Evaluate([-v]));

    public static ScalarFunction Sin { get; } = new SinFunction();

    public static ScalarFunction Step { get; } = new StepFunction();

    public static ScalarFunction Tanh { get; } = new TanhFunction();

    /// <summary>1 - tanh(v), by tanh(v) and v: 2 sigmoid(-2v).</summary>
    public static ScalarFunction TanhComplement { get; } =
        new ComplementFunction("tanhComplement", "TanhComplement", v => 2 * Sigmoid!.Evaluate([-2 * v]));

    public static ScalarFunction UpperEnd { get; } = new EndFunction("upperEnd", "UpperEnd", double.PositiveInfinity);

    public static ScalarFunction WhereFinite { get; } = new WhereFiniteFunction();

    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        Abs,
        new AtanFunction(),
        Cos,
        Erf,
        Exp,
        Fixed,
        Ln,
        LogisticSlope,
        LowerEnd,
        Max,
        Min,
        Select,
        Sigmoid,
        SigmoidComplement,
        Sin,
        Step,
        Tanh,
        TanhComplement,
        UpperEnd,
        WhereFinite,
    ];

    public static ScalarFunction? Find(string name) => All.FirstOrDefault(f => f.Name == name);
}
