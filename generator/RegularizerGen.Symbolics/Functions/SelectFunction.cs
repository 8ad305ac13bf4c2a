using System.Collections.Generic;

namespace RegularizerGen.Symbolics;

/// <summary>The second argument where the first is at least 0, else the third. Its derivative selects, too: as step·a' + (1 - step)·b' it
/// would be 0·∞ where the side that is not taken has no slope.</summary>
internal sealed class SelectFunction : ScalarFunction
{
    public override string Name => "select";

    public override int Arity => 3;

    public override string CSharpMethod => "Select";

    public override double Evaluate(IReadOnlyList<double> arguments) =>
        double.IsNaN(arguments[0]) ? double.NaN
        : arguments[0] >= 0 ? arguments[1]
        : arguments[2];

    /// <summary>The condition jumps: it has no slope.</summary>
    public override Expr Derivative(IReadOnlyList<Expr> arguments, int argument) =>
        argument == 0
            ? Expr.Zero
            : Expr.Apply(this, arguments[0], argument == 1 ? Expr.One : Expr.Zero, argument == 1 ? Expr.Zero : Expr.One);

    public override Expr Differential(IReadOnlyList<Expr> arguments, IReadOnlyList<Expr> inner) =>
        Expr.Apply(this, arguments[0], inner[1], inner[2]);

    public override Expr? Simplify(IReadOnlyList<Expr> arguments) =>
        arguments[1] == arguments[2] ? arguments[1]
        : arguments[0] is Number number ? arguments[number.Value.Sign >= 0 ? 1 : 2]
        : null;

    public override string Latex(IReadOnlyList<string> arguments) =>
        $@"\begin{{cases}} {arguments[1]} & {arguments[0]} \ge 0 \\ {arguments[2]} & \text{{else}} \end{{cases}}";
}
