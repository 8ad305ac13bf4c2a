using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>How the quantities of a bound are called in C#: v.x, with the adjoint d.x; norms are locals.</summary>
internal sealed class BoundNames
{
    private readonly Dictionary<Symbol, string> texts = [];
    private readonly List<Quantity> fields = [];
    private readonly List<(Symbol Name, string Source)> locals = [];

    public BoundNames(CellPlan plan)
    {
        BoundProgram bound = plan.Bound;
        CellModel model = plan.Model;
        for (int k = 0; k < model.Inputs.Count; k++)
        {
            string input = string.Format(CultureInfo.InvariantCulture, model.Inputs.Count == 1 ? string.Empty : "s[{0}]", k);
            locals.Add((InputSymbols.Bound(model, k), "InputBound" + input));
            locals.Add((InputSymbols.Width(model, k), "InputWidth" + input));
            locals.Add((InputSymbols.Scale(model, k), "InputScale" + input));
        }

        for (int k = 0; k < bound.Scalars.Count; k++)
        {
            Local(NormSymbols.Scalar(model.Weights[bound.Scalars[k]]), "Scalar", k);
        }

        int norms = 0; // numbered by the runtime: operator norm, then input norm, weight by weight
        for (int k = 0; k < model.Weights.Count; k++)
        {
            if (bound.OperatorNorms.Contains(k))
            {
                Local(NormSymbols.Operator(model.Weights[k]), "Norm", norms++);
            }

            if (bound.InputNorms.Contains(k))
            {
                Local(NormSymbols.Input(model.Weights[k]), "Norm", norms++);
            }
        }

        for (int k = 0; k < model.States.Count; k++)
        {
            string next = string.Format(CultureInfo.InvariantCulture, "StateAdjoint(step + 1, {0})", k);
            texts[ReverseProgram.NextAdjoint(k, isHi: false)] = next + ".Lo";
            texts[ReverseProgram.NextAdjoint(k, isHi: true)] = next + ".Hi";
            Add(Quantity.Range(model.States[k].Name));
        }

        foreach (
            Quantity quantity in new[] { bound.Shared, bound.Base, bound.Tight }.SelectMany(b => b.Statements).SelectMany(s => s.Results)
        )
        {
            Add(quantity);
        }

        while (fields.Exists(f => f.Name == Quantities))
        {
            Quantities += "_";
        }
    }

    /// <summary>The struct of the quantities of a step, which none of them may be called like.</summary>
    public string Quantities { get; } = "Values";

    /// <summary>The fields of one kind.</summary>
    public IEnumerable<string> Fields(QuantityKind kind) =>
        fields.Where(f => f.Kind == kind).Select(f => CellNames.Escape(f.Name)).Distinct();

    /// <summary>What is needed in local variables: name = source.</summary>
    public IEnumerable<string> Locals(IEnumerable<Symbol> mentioned)
    {
        HashSet<Symbol> needed = [.. mentioned];
        return locals.Where(l => needed.Contains(l.Name)).Select(l => $"{l.Name.Name} = {l.Source}");
    }

    /// <summary>A formula.</summary>
    public string Print(Expr expression) =>
        StepBoundEmitter.Print(expression.Substitute(s => texts.TryGetValue(s, out string? text) ? Expr.Symbol(text) : null));

    /// <summary>A quantity's value.</summary>
    public string Value(Quantity quantity) =>
        quantity.Kind switch
        {
            QuantityKind.Literal => StepBoundEmitter.Print(quantity.Value),
            QuantityKind.Number => Print(quantity.Symbols[0]),
            _ => Field("v.", quantity),
        };

    /// <summary>A quantity's adjoint.</summary>
    public string Adjoint(Quantity quantity) =>
        quantity.Kind == QuantityKind.Number ? Print(ReverseProgram.AdjointOf(quantity.Symbols[0])) : Field("d.", quantity);

    private static string Field(string owner, Quantity quantity) => owner + CellNames.Escape(quantity.Name);

    private void Local(Symbol name, string kind, int number)
    {
        string index = number.ToString(CultureInfo.InvariantCulture);
        locals.Add((name, $"{kind}s[{index}]"));
        texts[ReverseProgram.AdjointOf(name)] = $"{kind}Adjoints[{index}]";
    }

    private void Add(Quantity quantity)
    {
        fields.Add(quantity);
        if (quantity.Kind == QuantityKind.Range)
        {
            Name(quantity.Lo, ".Lo");
            Name(quantity.Hi, ".Hi");
        }
        else if (quantity.Kind == QuantityKind.Number)
        {
            Name(quantity.Symbols[0], string.Empty);
        }

        void Name(Symbol symbol, string end)
        {
            texts[symbol] = Field("v.", quantity) + end;
            texts[ReverseProgram.AdjointOf(symbol)] = Field("d.", quantity) + end;
        }
    }
}
