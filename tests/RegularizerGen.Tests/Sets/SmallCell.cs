using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Bounds;
using RegularizerGen.Definitions;
using RegularizerGen.Domains;
using RegularizerGen.Sets;

namespace RegularizerGen.Tests.Sets;

/// <summary>
/// A cell of one state without activations, so that it can be run exactly: v = W x + U h + b, p = v∘h, s = v∘v, z = v∘p + (1-v)∘h (a gate
/// of any size), h' = s/4 + d∘z - x + β + 1/2, and y = h'. As a chain: v = d∘x, h' = β v + e∘h. As a cube: h' = h∘h∘h + W x.
/// As a product: h' = (A B) x + h/2. As two sums: v = B x, h' = A v + h/2. As twins: h' = k' = W x + U h + d∘k. With the input as output:
/// h' = W x, y = x. Fading: h' = w∘x + k∘x + e∘h, k' = d∘k from k = 1, and the scale of x is 2. Declared: a chain
/// whose state is declared to stay in [-1, 1] for |x| up to 1.
/// </summary>
internal sealed class SmallCell(SmallCell.Form form, int width) : CellCore(Facts(form), width)
{
    public enum Form
    {
        All,
        Chain,
        Cube,
        Product,
        TwoSums,
        Twins,
        InputAsOutput,
        Fading,
        Declared,
    }

    public override void Run<TDomain, TValue>(TDomain domain, ReadOnlySpan<TValue> sources, Span<TValue> results)
    {
        (TValue x, TValue h) = (sources[0], sources[1]);
        if (form == Form.Fading)
        {
            TValue driven = domain.Product(3, sources[2], x);
            results[0] = domain.Sum(4, [new Term<TValue>(1, 0, x), new Term<TValue>(1, driven), new Term<TValue>(1, 1, h)]);
            results[1] = domain.Sum(5, [new Term<TValue>(1, 2, sources[2])]);
            results[2] = results[0];
            return;
        }

        results[0] = form switch
        {
            Form.Chain or Form.Declared => Chain(domain, x, h),
            Form.Cube => domain.Sum(4, [new Term<TValue>(1, domain.Product(3, domain.Product(2, h, h), h)), new Term<TValue>(1, 0, x)]),
            Form.Product => domain.Sum(2, [new Term<TValue>(1, 2, x), new Term<TValue>(0.5, h)]),
            Form.InputAsOutput => domain.Sum(2, [new Term<TValue>(1, 0, x)]),
            Form.TwoSums => domain.Sum(3, [new Term<TValue>(1, 0, domain.Sum(2, [new Term<TValue>(1, 1, x)])), new Term<TValue>(0.5, h)]),
            Form.Twins => domain.Sum(3, [new Term<TValue>(1, 0, x), new Term<TValue>(1, 1, h), new Term<TValue>(1, 2, sources[^1])]),
            _ => Everything(domain, x, h),
        };
        results[1..].Fill(form == Form.InputAsOutput ? x : results[0]);
    }

    public override StepBound<TNumber> CreateBound<TNumber>(WeightSlot[] slots, BoundRules rules, int horizon) =>
        throw new NotSupportedException();

    /// <summary>The certificate around one sequence.</summary>
    public TubeCertificate Certify(double[][] weights, double[] inputs, TubeOptions options) =>
        Certifier(weights).Run<double>(inputs, options);

    /// <summary>A certifier that has its weights.</summary>
    public TubeCertifier Certifier(double[][] weights, MatrixSpan<double> readOut = default)
    {
        var certifier = TubeCertifier.Create(this, readOut);
        for (int k = 0; k < weights.Length; k++)
        {
            certifier.Measure(k, WeightSpan<double>.Over(weights[k], Weights[k]));
        }

        return certifier;
    }

    private static TValue Chain<TDomain, TValue>(TDomain domain, TValue x, TValue h)
        where TDomain : IStepDomain<TValue>
    {
        TValue scaled = domain.Sum(2, [new Term<TValue>(1, 0, x)]);
        return domain.Sum(3, [new Term<TValue>(1, 1, scaled), new Term<TValue>(1, 2, h)]);
    }

    private static TValue Everything<TDomain, TValue>(TDomain domain, TValue x, TValue h)
        where TDomain : IStepDomain<TValue>
    {
        TValue v = domain.Sum(2, [new Term<TValue>(1, 0, x), new Term<TValue>(1, 1, h), new Term<TValue>(1, 2)]);
        TValue p = domain.Product(3, v, h);
        TValue s = domain.Product(4, v, v);
        TValue z = domain.Blend(5, v, p, h, isGate: false);
        return domain.Sum(
            6,
            [new Term<TValue>(0.25, s), new Term<TValue>(1, 3, z), new Term<TValue>(-1, x), new Term<TValue>(1, 4), new Term<TValue>(0.5)]
        );
    }

    private static CellDefinition Facts(Form form)
    {
        string[] states = form is Form.Twins or Form.Fading ? ["h", "k"] : ["h"];
        string[] computed = form switch
        {
            Form.All => ["v", "p", "s", "z", "next"],
            Form.Chain or Form.Declared or Form.TwoSums => ["v", "next"],
            Form.Fading => ["driven", "next", "faded"],
            Form.Product or Form.Twins or Form.InputAsOutput => ["next"],
            _ => ["square", "cube", "next"],
        };
        WeightDefinition Of(string name, WeightKind kind) =>
            new(name, kind, kind == WeightKind.Scalar ? -1 : 0, kind == WeightKind.Matrix ? 0 : -1, WeightUses.RowSums);
        WeightDefinition[] weights = form switch
        {
            Form.All =>
            [
                Of("W", WeightKind.Matrix),
                Of("U", WeightKind.Matrix),
                Of("b", WeightKind.Bias),
                Of("d", WeightKind.Diagonal),
                Of("beta", WeightKind.Scalar),
            ],
            Form.Chain or Form.Declared => [Of("d", WeightKind.Diagonal), Of("beta", WeightKind.Scalar), Of("e", WeightKind.Diagonal)],
            Form.Product =>
            [
                Of("A", WeightKind.Matrix),
                Of("B", WeightKind.Matrix),
                Of("A B", WeightKind.Matrix) with
                {
                    Terms = [new DerivedTerm(1, DerivedKind.Product, 0, 1)],
                },
            ],
            Form.Fading => [Of("w", WeightKind.Diagonal), Of("e", WeightKind.Diagonal), Of("d", WeightKind.Diagonal)],
            Form.TwoSums => [Of("A", WeightKind.Matrix), Of("B", WeightKind.Matrix)],
            Form.Twins => [Of("W", WeightKind.Matrix), Of("U", WeightKind.Matrix), Of("d", WeightKind.Diagonal)],
            _ => [Of("W", WeightKind.Matrix)],
        };
        return new()
        {
            Name = nameof(SmallCell),
            Sizes = ["size"],
            Signals =
            [
                new SignalDefinition("x", "Input", 0),
                .. states.Select(name => new SignalDefinition(name, "State", 0)),
                .. computed.Select(name => new SignalDefinition(name, "signal", 0)),
            ],
            States = [.. states.Select((name, k) => State(form, name, 1 + k, states.Length + computed.Length))],
            Weights = weights,
            Inputs = [new InputDefinition("x", 0, form == Form.Declared ? 1 : double.PositiveInfinity, form == Form.Fading ? 2 : 1)],
            Output = form switch
            {
                Form.InputAsOutput => 0,
                Form.Fading => 4,
                _ => states.Length + computed.Length,
            },
            OutputRow = 0,
        };
    }

    private static StateDefinition State(Form form, string name, int signal, int last) =>
        form == Form.Declared ? new StateDefinition(name, signal, last, -1, 1, IsInvariant: true)
        : form != Form.Fading ? new StateDefinition(name, signal, last, 0, 0)
        : signal == 1 ? new StateDefinition(name, signal, 4, 0, 0)
        : new StateDefinition(name, signal, 5, 1, 1);
}
