using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.RandomCells.Tests.Trees;

/// <summary>A parameter of the step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">Number of its dimension.</param>
/// <param name="Attribute">Its attribute.</param>
internal sealed record Parameter(string Name, int Dimension, string Attribute)
{
    public Expression Leaf => new(Kind.Signal, Dimension, 0, Name);
}

/// <summary>A named value: a local of the step, a returned signal, or a helper or activation by its text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it stands for.</param>
internal sealed record Named(string Name, Expression Value)
{
    public Expression Leaf => Value with { Text = Name, Parts = [] };
}

/// <summary>A cell as a tree that can be made smaller.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="States">The states.</param>
/// <param name="Locals">Locals, in order.</param>
/// <param name="Returns">What is returned: of every state its new value; in front of them maybe an output.</param>
/// <param name="Members">Helpers and activations, by name; those that nothing calls are not written.</param>
internal sealed record Tree(
    IReadOnlyList<Parameter> Inputs,
    IReadOnlyList<Parameter> States,
    IReadOnlyList<Named> Locals,
    IReadOnlyList<Named> Returns,
    IReadOnlyList<(string Name, string Text)> Members
)
{
    /// <summary>The declaration that a state never leaves [-1, 1].</summary>
    public const string Invariant = "State(Min = -1, Max = 1)";

    private static readonly string[] Bounded = ["Tanh(", "Sin(", "Cos(", "Softsign(", "HardTanh(", "Sigmoid(", "HardSigmoid("];

    /// <summary>A measure of size, which shrinking makes less.</summary>
    public int Size => Inputs.Count + States.Count + Locals.Count + Expressions.Sum(e => e.Size) + Attributes.Sum(a => a.Length);

    private IEnumerable<Expression> Expressions => Locals.Concat(Returns).Select(n => n.Value);

    private IEnumerable<string> Attributes => Inputs.Concat(States).Select(p => p.Attribute);

    /// <summary>A state's range is invariant only where an activation keeps its new value in [-1, 1], whatever became of the
    /// tree.</summary>
    private Parameter Declared(Parameter state) =>
        state.Attribute == Invariant && !Bounded.Any(a => Next(state).Value.Text.StartsWith(a, StringComparison.Ordinal))
            ? state with
            {
                Attribute = "State",
            }
            : state;

    private Named Next(Parameter state) => Returns.First(r => r.Name == state.Name);

    /// <summary>The cell as C#.</summary>
    public override string ToString()
    {
        string body = string.Concat(Locals.Select(l => $"        Signal {l.Name} = {l.Value};\n"));
        string[] values = [.. Returns.Select(r => r.Value.ToString())];
        string returned = values.Length == 1 ? values[0] : $"(\n            {string.Join(",\n            ", values)}\n        )";
        string type = values.Length == 1 ? "Signal" : $"({string.Join(", ", Returns.Select(r => $"Signal {r.Name}"))})";
        IEnumerable<string> fields = Expressions
            .SelectMany(e => e.All)
            .Where(e => e.IsField)
            .DistinctBy(e => e.Text)
            .OrderBy(e => e.Kind)
            .ThenBy(e => e.Text, StringComparer.Ordinal)
            .Select(f => $"    private readonly {f.Kind} {f.Text};\n");
        string parameters = string.Join(", ", Inputs.Concat(States.Select(Declared)).Select(p => $"[{p.Attribute}] Signal {p.Name}"));
        string step = $"    [Step]\n    private {type} Step({parameters})\n" + $"    {{\n{body}        return {returned};\n    }}\n";
        string members = string.Concat(
            Members.Where(m => (body + returned).Contains(m.Name, StringComparison.Ordinal)).Select(m => $"\n    {m.Text}\n")
        );
        return $"[RecurrentCell]\npublic sealed partial class Cell\n{{\n{string.Concat(fields)}\n{step}{members}}}\n";
    }
}
