using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>Names in emitted code: how dimensions, weights, buffers and states of a cell are called there.</summary>
internal sealed class CellNames
{
    public const string Element = "TElement";

    /// <summary>What the class of all that generated code keeps to itself is called, where nothing in the cell is.</summary>
    public const string Generated = "Generated";

    /// <summary>The struct of initial states; none of its members may be called like it.</summary>
    public const string InitialStates = "InitialStates";

    public const string Constraint = "where TElement : unmanaged, Sys__::Numerics.IFloatingPointIeee754<TElement>";

    private static readonly string[] OfObjects =
    [
        "Equals",
        "Finalize",
        "GetHashCode",
        "GetType",
        "MemberwiseClone",
        "ReferenceEquals",
        "ToString",
    ];

    private readonly CellModel model;
    private readonly HashSet<string> members;
    private readonly string[] stateProperties;

    public CellNames(CellModel model, CellSource cell)
    {
        this.model = model;
        Cell = cell.Name.TrimStart('@');
        Qualified = cell.QualifiedName;
        members = new HashSet<string>(cell.Members, StringComparer.Ordinal);
        stateProperties = Free(model.States.Select(s => Capital(s.Name)), [InitialStates, Element, .. OfObjects], "Gradient");
        DimensionProperties = Free(
            model.FreeDimensions.Select(d => Capital(d.Parameter)),
            ["Deconstruct", "ParameterCount", "PrintMembers", "Shape", "Validate", .. OfObjects]
        );
    }

    /// <summary>Name of the cell, for people.</summary>
    public string Cell { get; }

    /// <summary>C# of the cell as a type, whatever the names around.</summary>
    public string Qualified { get; }

    /// <summary>
    /// The name of a private member that is generated into the cell: the one wanted, or that with underscores where the user has a member
    /// of this name. Equal for equal names, so that it can be asked for wherever the member is mentioned.
    /// </summary>
    public string Internal(string wanted)
    {
        while (members.Contains(wanted))
        {
            wanted += "_";
        }

        return wanted;
    }

    /// <summary>Properties of Shape: the free sizes.</summary>
    public IReadOnlyList<string> DimensionProperties { get; }

    /// <summary>A public name made of a state's.</summary>
    public string State(int state) => stateProperties[state];

    /// <summary>The class of all that is not public.</summary>
    public string Internals => Internal(Generated);

    /// <summary>C# of the cell of a shape, for the runtime.</summary>
    public string NewCore => $"new {Internals}.Core(shape)";

    /// <summary>C# of the sizes of a shape, as a collection.</summary>
    public string SizesOf(string shape) => $"[{string.Join(", ", DimensionProperties.Select(d => $"{shape}.{d}"))}]";

    /// <summary>A weight as a member.</summary>
    public string Weight(int weight) => Escape(model.Weights[weight].Name);

    /// <summary>Numbers of the cell's own weights.</summary>
    public IEnumerable<int> Own => Enumerable.Range(0, model.Weights.Count).Where(k => !model.Weights[k].IsDerived);

    /// <summary>Numbers of the matrices derived from them, each after those that it rests on.</summary>
    public IEnumerable<int> Derived => Enumerable.Range(0, model.Weights.Count).Where(k => model.Weights[k].IsDerived);

    /// <summary>A weight as people know it: a matrix derived from others by its formula.</summary>
    public string Title(int weight)
    {
        return model.Weights[weight].IsDerived ? string.Join(" + ", model.Weights[weight].Terms.Select(Term)) : model.Weights[weight].Name;

        string Term(DerivedTerm term) =>
            (term.Coefficient.IsOne ? string.Empty : term.Coefficient + " ")
            + term.Kind switch
            {
                DerivedKind.Identity => "I",
                DerivedKind.Transpose => Of(term.A) + "ᵀ",
                DerivedKind.Product => $"{Of(term.A)} {Of(term.B)}",
                DerivedKind.Diagonal => $"diag({Of(term.A)})",
                DerivedKind.Scaled => $"{Of(term.B)} {Of(term.A)}",
                DerivedKind.Block => $"{Of(term.A)}[{model.BlockText(model.Weights[weight])}]",
                _ => Of(term.A),
            };

        string Of(int part) => model.Weights[part].Name; // a derived one by its name: formulas within formulas would grow without bound
    }

    /// <summary>Type of a weight in a view.</summary>
    public static string ViewType(WeightModel weight) =>
        weight.Kind switch
        {
            WeightKind.Matrix => "Rg__::MatrixSpan<TElement>",
            WeightKind.Bias => "Rg__::BiasSpan<TElement>",
            _ => "Sys__::Span<TElement>",
        };

    /// <summary>A weight's shape for people: [units, inputs].</summary>
    public string ShapeText(WeightModel weight) =>
        weight.Kind == WeightKind.Matrix ? $"[{model.Dimensions[weight.Rows].Parameter}, {model.Dimensions[weight.Columns].Parameter}]"
        : weight.Kind == WeightKind.Scalar ? "[1]"
        : $"[{model.Dimensions[weight.Rows].Parameter}]";

    /// <summary>C# of a weight's number of rows.</summary>
    public string Rows(WeightModel weight) => weight.Kind == WeightKind.Scalar ? "1" : Size(weight.Rows);

    /// <summary>C# of a matrix' number of columns.</summary>
    public string Columns(WeightModel weight) => Size(weight.Columns);

    private string Size(int dimension) => string.Join(" + ", model.PartsOf(dimension).Select(p => "shape." + DimensionProperties[p]));

    /// <summary>A name as an identifier.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Names that differ from each other and from those taken, by a number where they would not.</summary>
    /// <param name="wanted">The names, unescaped.</param>
    /// <param name="taken">Names that none of them may have.</param>
    /// <param name="ending">With this at its end, too, a name must differ from the others.</param>
    public static string[] Free(IEnumerable<string> wanted, IEnumerable<string> taken, string ending = "")
    {
        var used = new HashSet<string>(taken, StringComparer.Ordinal);
        return
        [
            .. wanted.Select(name =>
            {
                string free = name;
                for (int k = 2; used.Contains(free) || used.Contains(free + ending); k++)
                {
                    free = name + k.ToString(CultureInfo.InvariantCulture);
                }

                used.Add(free);
                used.Add(free + ending);
                return free;
            }),
        ];
    }
}
