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

    /// <summary>The struct of initial states; none of its members may be called like it.</summary>
    public const string InitialStates = "InitialStates";

    /// <summary>The class of all that is not public.</summary>
    public const string Internals = "Generated";

    public const string Constraint = "where TElement : unmanaged, global::System.Numerics.IFloatingPointIeee754<TElement>";

    private readonly CellModel model;
    private readonly string[] stateProperties;

    public CellNames(CellModel model, string cell)
    {
        this.model = model;
        Cell = cell.TrimStart('@');
        stateProperties = Unique(model.States.Select(s => Capital(s.Name)), InitialStates);
        DimensionProperties = Unique(model.Dimensions.Select(d => Capital(d.Parameter)));
    }

    /// <summary>Name of the cell, for people.</summary>
    public string Cell { get; }

    /// <summary>Properties of Shape.</summary>
    public IReadOnlyList<string> DimensionProperties { get; }

    /// <summary>A public name made of a state's.</summary>
    public string State(int state) => stateProperties[state];

    /// <summary>C# of the sizes of a shape, as a collection.</summary>
    public string SizesOf(string shape) => $"[{string.Join(", ", DimensionProperties.Select(d => $"{shape}.{d}"))}]";

    /// <summary>C# of the cell of a shape, for the runtime.</summary>
    public const string NewCore = "new " + Internals + ".Core(shape)";

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
                DerivedKind.Block => $"{Of(term.A)}[part {(term.B + 1).ToString(CultureInfo.InvariantCulture)}]",
                _ => Of(term.A),
            };

        string Of(int part) => model.Weights[part].Name; // a derived one by its name: formulas within formulas would grow without bound
    }

    /// <summary>Type of a weight in a view.</summary>
    public static string ViewType(WeightModel weight) =>
        weight.Kind switch
        {
            WeightKind.Matrix => "global::RegularizerGen.MatrixSpan<TElement>",
            WeightKind.Bias => "global::RegularizerGen.BiasSpan<TElement>",
            _ => "global::System.Span<TElement>",
        };

    /// <summary>A weight's shape for people: [units, inputs].</summary>
    public string ShapeText(WeightModel weight) =>
        weight.Kind == WeightKind.Matrix
            ? $"[{model.Dimensions[weight.Rows].Parameter}, {(weight.Parts.Count > 0 ? string.Join(" + ", weight.Parts.Select(p => model.Dimensions[p].Parameter)) : model.Dimensions[weight.Columns].Parameter)}]"
        : weight.Kind == WeightKind.Scalar ? "[1]"
        : $"[{model.Dimensions[weight.Rows].Parameter}]";

    /// <summary>C# of a weight's number of rows.</summary>
    public string Rows(WeightModel weight) => weight.Kind == WeightKind.Scalar ? "1" : Size(weight.Rows);

    /// <summary>C# of a matrix' number of columns.</summary>
    public string Columns(WeightModel weight) =>
        weight.Parts.Count > 0 ? string.Join(" + ", weight.Parts.Select(Size)) : Size(weight.Columns);

    private string Size(int dimension) => "shape." + DimensionProperties[dimension];

    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string[] Unique(IEnumerable<string> wanted, params string[] taken)
    {
        var used = new HashSet<string>(taken);
        return
        [
            .. wanted.Select(name =>
            {
                string unique = name;
                for (int k = 2; !used.Add(unique); k++)
                {
                    unique = name + k.ToString(CultureInfo.InvariantCulture);
                }

                return unique;
            }),
        ];
    }
}
