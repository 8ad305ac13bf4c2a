using System;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation.Tests;

/// <summary>Building of models, and facts of the derivation that need no generated code.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Sums_AreFlattenedAndEqualTermsCollected()
    {
        var builder = new ModelBuilder();
        int w = builder.Weight("W", WeightKind.Matrix);
        int b = builder.Weight("b", WeightKind.Bias);
        int x = builder.Input("x", 1, 1);
        int h = builder.State("h");
        int inner = builder.Add(1, builder.Times(w, x), 1, builder.Bias(b));
        int sum = builder.Add(2, inner, -1, builder.Add(1, builder.Bias(b), 1, builder.Scale(1, h, 3)));
        CellModel model = builder.Build([sum], sum);
        NodeModel node = model.Nodes[model.Output];
        Assert.Equal(
            ["2 W x", "1 b", "-1 h", "-3"],
            node.Terms.Select(t =>
                string.Join(
                    " ",
                    new[]
                    {
                        t.Coefficient.ToString(),
                        t.Weight < 0 ? "" : model.Weights[t.Weight].Name,
                        t.Signal < 0 ? "" : model.Nodes[t.Signal].Name,
                    }.Where(s => s.Length > 0)
                )
            )
        );
    }

    [Fact]
    public void EqualSignals_BecomeOneNode()
    {
        CellModel model = Build(
            (builder, w, x, h) =>
            {
                int a = builder.Apply(OperatorTable.FindActivation("Tanh")!, builder.Times(w, x));
                int again = builder.Apply(OperatorTable.FindActivation("Tanh")!, builder.Times(w, x));
                return builder.Add(1, builder.Multiply(a, again), 1, h);
            }
        );
        Assert.Single(model.Nodes, n => n.Operator == "Tanh");
    }

    [Fact]
    public void ConstantFactors_AreDrawnOutOfProducts()
    {
        CellModel model = Build((builder, w, x, h) => builder.Multiply(builder.Scale(3, builder.Times(w, x), 0), builder.Scale(-2, h, 0)));
        SumTerm term = Assert.Single(model.Nodes[model.Output].Terms);
        Assert.Equal((Rational)(-2), term.Coefficient); // W x is an affine node of its own: its factor 3 stays with the matrix
    }

    [Fact]
    public void Infix_OfEveryScalarLineParsesBack()
    {
        CellPlan plan = CellPlan.Create(
            Build((builder, w, x, h) => builder.Multiply(builder.Apply(OperatorTable.FindActivation("Sigmoid")!, builder.Times(w, x)), h))
        );
        string[] lines = [.. plan.Equations.Infix.Where(l => !l.StartsWith('#'))];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => InfixParser.Parse(line.Split('=', 2)[1].Trim()));
    }

    [Fact]
    public void Models_CompareByContent()
    {
        CellModel One() => Build((builder, w, x, h) => builder.Add(1, builder.Times(w, x), 1, h));
        Assert.Equal(One(), One());
        Assert.Equal(One().GetHashCode(), One().GetHashCode());
        Assert.NotEqual(One(), Build((builder, w, x, h) => builder.Add(1, builder.Times(w, x), 2, h)));
    }

    private static CellModel Build(Func<ModelBuilder, int, int, int, int> step)
    {
        var builder = new ModelBuilder();
        int w = builder.Weight("W", WeightKind.Matrix);
        int x = builder.Input("x", 1, 1);
        int h = builder.State("h");
        int next = step(builder, w, x, h);
        return builder.Build([next], next);
    }
}
