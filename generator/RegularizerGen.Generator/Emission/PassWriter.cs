using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>Turns what operators say about their forward and backward code into lines over the buffers of <see cref="BufferPlan"/>.</summary>
internal sealed class PassWriter(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers) : IKernelWriter
{
    private readonly HashSet<int> started = [];
    private int current;

    public string Own => Value(current);

    public void Forward(int node)
    {
        current = node;
        OperatorTable.Of(model.Nodes[node]).Forward(this, model.Nodes[node]);
    }

    /// <summary>What follows comes from outside of the step, not from one of its nodes.</summary>
    public void BeginOutside() => current = -1;

    public void Backward(int node)
    {
        current = node;
        OperatorTable.Of(model.Nodes[node]).Backward(this, model.Nodes[node]);
    }

    public string Value(int node) => model.Nodes[buffers.Owner(node)].Name + "Value";

    public string Adjoint(NodeModel node) => AdjointOf(current);

    public string AdjointOf(int node) => model.Nodes[buffers.Owner(node)].Name + "Adjoint";

    public bool IsPrepared(NodeModel node) => node.Terms.Any(t => t.Weight >= 0);

    public string Literal(Rational value) => value.IsOne ? "TElement.One" : value.IsZero ? "TElement.Zero" : $"TElement.CreateTruncating({CSharpPrinter.Print(value, "double")})";

    public string Formula(Expr formula) => CSharpPrinter.Print(formula, "global::RegularizerGen.Kernels.ScalarFunctions<TElement>", Literal);

    public void Line(string code) => writer.Line(Qualified(code));

    public void Contribute(int argument, string assign, string add)
    {
        string adjoint = AdjointOf(argument);

        // A sum that shares the memory of its activation is overwritten in place.
        bool inPlace = !buffers.IsSource(argument) && argument != current && current >= 0 && buffers.Owner(argument) == buffers.Owner(current);
        bool first = started.Add(buffers.Owner(argument)) && !buffers.IsSource(argument);
        string code = string.Format(CultureInfo.InvariantCulture, inPlace || first ? assign : add, adjoint);
        Line(buffers.IsInput(argument) ? Guarded(code) : code);
    }

    public void AddProduct(NodeModel node, SumTerm term)
    {
        if (buffers.IsInput(term.Signal))
        {
            return; // Done for all steps at once.
        }

        WeightModel matrix = model.Weights[term.Weight];
        Line(matrix.Kind == WeightKind.Scalar
            ? $"TensorPrimitives.MultiplyAdd<T>({Value(term.Signal)}, {Literal(term.Coefficient)} * {names.Values(term.Weight)}[0], {Own}, {Own});"
            : matrix.Kind == WeightKind.Diagonal
            ? $"global::RegularizerGen.Kernels.Linear.AddDiagonal<TElement>({names.Values(term.Weight)}, {Value(term.Signal)}, {Literal(term.Coefficient)}, {Own});"
            : $"global::RegularizerGen.Kernels.Linear.AddProduct<TElement>({Value(term.Signal)}, {Packed(term.Weight, transposed: true)}, {Literal(term.Coefficient)}, {Own}, batch, {names.Size(matrix.Columns)}, {names.Size(matrix.Rows)});");
    }

    public void ContributeProduct(NodeModel node, SumTerm term)
    {
        WeightModel weight = model.Weights[term.Weight];
        string target = AdjointOf(term.Signal);
        bool first = started.Add(buffers.Owner(term.Signal)) && !buffers.IsSource(term.Signal);
        string product = weight.Kind == WeightKind.Scalar
            ? $"TensorPrimitives.MultiplyAdd<T>({AdjointOf(current)}, {Literal(term.Coefficient)} * {names.Values(term.Weight)}[0], {target}, {target});"
            : weight.Kind == WeightKind.Diagonal
            ? $"global::RegularizerGen.Kernels.Linear.AddDiagonal<TElement>({names.Values(term.Weight)}, {AdjointOf(current)}, {Literal(term.Coefficient)}, {target});"
            : $"global::RegularizerGen.Kernels.Linear.AddProduct<TElement>({AdjointOf(current)}, {Packed(term.Weight, transposed: false)}, {Literal(term.Coefficient)}, {target}, batch, {names.Size(weight.Rows)}, {names.Size(weight.Columns)});";
        string code = first ? $"{target}.Clear();\n{product}" : product;
        Line(buffers.IsInput(term.Signal) ? Guarded(code) : code);
    }

    /// <summary>Name of the array that a packed matrix lives in.</summary>
    public string Packed(int weight, bool transposed) => "packed" + (transposed ? "Transposed" : string.Empty) + model.Weights[weight].Name;

    private static string Guarded(string code) => $"if (!inputGradient.IsEmpty)\n{{\n    {code.Replace("\n", "\n    ")}\n}}";

    /// <summary>A member of the cell may be called as a namespace or a helper class is: full names only.</summary>
    private static string Qualified(string code) => code.Replace("TensorPrimitives.", "global::System.Numerics.Tensors.TensorPrimitives.").Replace("<T>", "<TElement>");
}
