using System;
using System.Collections.Generic;
using System.Linq;
using RegularizerGen.RandomCells.Tests.Trees;

namespace RegularizerGen.RandomCells.Tests;

/// <summary>Draws well-formed cells: graphs over everything that a step can be written with.</summary>
internal sealed partial class Drawing
{
    private readonly Random random;
    private readonly int dimensions;
    private readonly int deepest;
    private readonly List<Named> locals = [];
    private readonly List<Expression> fields = [];
    private readonly List<(string Name, string Text)> members = [];
    private Parameter[] inputs = [];
    private Parameter[] states = [];

    private Drawing(Random random)
    {
        this.random = random;
        dimensions = random.Next(1, 4);
        deepest = Pick([1, 2, 2, 2, 3, 4]);
    }

    /// <summary>A cell of a seed.</summary>
    public static Tree Draw(int seed) => new Drawing(new Random(seed)).Draw();

    private Tree Draw()
    {
        inputs = [.. Enumerable.Range(0, Few()).Select(k => new Parameter($"x{k}", Dimension(), InputAttribute()))];
        states = [.. Enumerable.Range(0, Few()).Select(k => new Parameter($"h{k}", Dimension(), StateAttribute()))];
        for (int k = random.Next(4); k > 0; k--)
        {
            locals.Add(new Named($"v{locals.Count}", Signal(Dimension(), deepest)));
        }

        var returns = states.Select(s => new Named(s.Name, Signal(s.Dimension, deepest))).ToList();
        if (Chance(0.3))
        {
            returns.Insert(0, new Named("y", Signal(Dimension(), deepest - 1)));
        }
        else if (states.Length > 1 && Chance(0.4))
        {
            states[^1] = states[^1] with { Attribute = $"{states[^1].Attribute}, Output" };
        }

        return new Tree(inputs, states, locals, returns, members);
    }

    private int Few() =>
        random.Next(5) switch
        {
            0 or 1 or 2 => 1,
            3 => 2,
            _ => 3,
        };

    private string InputAttribute()
    {
        string[] attributes =
        [
            "Input(Bound = 1)",
            "Input(Bound = 1)",
            "Input(Bound = 2.5)",
            "Input",
            "Input(Bound = 0.3, PerturbationScale = 0.25)",
            "Input(Bound = 1, PerturbationScale = 3)",
            "Input(Bound = 1, PerturbationScale = 0)",
        ];
        return Pick(attributes);
    }

    private string StateAttribute() =>
        random.Next(10) switch
        {
            0 => "State(InitialMin = -0.5, InitialMax = 1)",
            1 => "State(InitialMin = 0.125, InitialMax = 0.5)",
            2 or 3 => Tree.Invariant,
            _ => "State",
        };

    private int Dimension() => random.Next(dimensions);

    private bool Chance(double probability) => random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    /// <summary>A field of that kind and shape: a new one, or in one case of four one that is there.</summary>
    private Expression Field(Kind kind, int rows, int columns = 0)
    {
        Expression[] there = [.. fields.Where(f => f.Kind == kind && f.Rows == rows && f.Columns == columns)];
        if (there.Length > 0 && Chance(0.25))
        {
            return Pick(there);
        }

        var field = new Expression(kind, rows, columns, $"{"?WpbA"[(int)kind]}{fields.Count}");
        fields.Add(field);
        return field;
    }
}
