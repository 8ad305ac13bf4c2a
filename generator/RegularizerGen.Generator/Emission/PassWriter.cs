using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>What a backward pass differentiates.</summary>
internal enum PassKind
{
    /// <summary>A loss of the outputs. The gradient with respect to the inputs is optional.</summary>
    Loss,

    /// <summary>One number of the outputs, with respect to the inputs: no weight gradients, but the adjoints of all signals are
    /// kept.</summary>
    Output,

    /// <summary>The tangent of that number along a direction of the inputs, with respect to the weights.</summary>
    Tangent,
}

/// <summary>
/// Turns what operators say about their code into lines over the buffers of <see cref="BufferPlan"/>. In the pass of kind Output every
/// signal has an adjoint of its own; in the others a sum shares that of its activation.
/// </summary>
internal sealed class PassWriter(CodeWriter writer, CellModel model, CellNames names, BufferPlan buffers, PassKind kind = PassKind.Loss)
    : IKernelWriter
{
    private readonly HashSet<int> started = [];
    private int current;

    public string Own => Value(current);

    public string OwnSlopes => model.Nodes[current].Name + "Slope";

    public string OwnTangent => Tangent(current);

    public string TangentAdjoint => model.Nodes[current].Name + "AdjointOfOutput";

    public void Forward(int node)
    {
        current = node;
        OperatorTable.Of(model.Nodes[node]).Forward(this, model.Nodes[node]);
    }

    /// <summary>What follows comes from outside of the step, not from one of its nodes.</summary>
    public void BeginOutside() => current = -1;

    public void Backward(int node)
    {
        Start(node);
        OperatorTable.Of(model.Nodes[node]).Backward(this, model.Nodes[node]);
    }

    public void Tangents(int node)
    {
        current = node;
        OperatorTable.Of(model.Nodes[node]).Tangent(this, model.Nodes[node]);
    }

    public void TangentBackward(int node) => OperatorTable.Of(model.Nodes[node]).TangentBackward(this, model.Nodes[node]);

    public string Value(int node) => model.Nodes[buffers.Owner(node)].Name + "Value";

    public string Adjoint(NodeModel node) => AdjointOf(current);

    public string AdjointOf(int node) => model.Nodes[AdjointOwner(node)].Name + (kind == PassKind.Output ? "AdjointOfOutput" : "Adjoint");

    public string Tangent(int node) => model.Nodes[buffers.Owner(node)].Name + "Tangent";

    public bool IsPrepared(NodeModel node) => node.Terms.Any(t => t.Weight >= 0);

    public string Literal(Rational value) =>
        value.IsOne ? "TElement.One"
        : value.IsZero ? "TElement.Zero"
        : $"TElement.CreateTruncating({CSharpPrinter.Print(value, "double")})";

    public string Formula(Expr formula) =>
        CSharpPrinter.Print(formula, "global::RegularizerGen.Kernels.ScalarFunctions<TElement>", Literal);

    public void Line(string code) => writer.Line(Qualified(code));

    public void Contribute(int argument, string assign, string add)
    {
        // A sum that shares the memory of its activation is overwritten in place.
        bool inPlace =
            !buffers.IsSource(argument) && argument != current && current >= 0 && AdjointOwner(argument) == AdjointOwner(current);
        Write(argument, inPlace || IsFirst(argument) ? assign : add);
    }

    public void Add(int argument, string add) => Write(argument, add);

    public void AddProduct(SumTerm term, string signal, string target)
    {
        if (buffers.IsInput(term.Signal))
        {
            return; // Done for all steps at once.
        }

        Line(Product(term, signal, target, transposed: true));
    }

    public void ContributeProduct(NodeModel node, SumTerm term)
    {
        string product = Product(term, AdjointOf(current), "{0}", transposed: false);
        Write(term.Signal, IsFirst(term.Signal) ? "{0}.Clear();\n" + product : product);
    }

    /// <summary>Name of the array that a packed matrix lives in.</summary>
    public string Packed(int weight, bool transposed) => "packed" + (transposed ? "Transposed" : string.Empty) + model.Weights[weight].Name;

    private int AdjointOwner(int node) => kind == PassKind.Output ? node : buffers.Owner(node);

    private bool IsFirst(int argument) => started.Add(AdjointOwner(argument)) && !buffers.IsSource(argument);

    /// <summary>Begins with a node; one that nothing depends on in this pass has adjoint 0.</summary>
    private void Start(int node)
    {
        current = node;
        if (IsFirst(node))
        {
            Line($"{AdjointOf(node)}.Clear();");
        }
    }

    /// <summary>Code for the adjoint of an argument: that of the input is optional, always there, or of no interest.</summary>
    private void Write(int argument, string code)
    {
        if (buffers.IsInput(argument) && kind == PassKind.Tangent)
        {
            return;
        }

        code = code.Replace("{0}", AdjointOf(argument));
        Line(
            buffers.IsInput(argument) && kind == PassKind.Loss
                ? $"if (!inputGradient.IsEmpty)\n{{\n    {code.Replace("\n", "\n    ")}\n}}"
                : code
        );
    }

    /// <summary>target += coefficient · W signal, or Wᵀ signal.</summary>
    private string Product(SumTerm term, string signal, string target, bool transposed)
    {
        WeightModel weight = model.Weights[term.Weight];
        string coefficient = Literal(term.Coefficient);
        string values = names.Values(term.Weight);
        return weight.Kind switch
        {
            WeightKind.Scalar => $"TensorPrimitives.MultiplyAdd<T>({signal}, {coefficient} * {values}[0], {target}, {target});",
            WeightKind.Diagonal =>
                $"global::RegularizerGen.Kernels.Linear.AddDiagonal<TElement>({values}, {signal}, {coefficient}, {target});",
            _ =>
                $"global::RegularizerGen.Kernels.Linear.AddProduct<TElement>({signal}, {Packed(term.Weight, transposed)}, {coefficient}, {target}, batch, {names.Size(transposed ? weight.Columns : weight.Rows)}, {names.Size(transposed ? weight.Rows : weight.Columns)});",
        };
    }

    /// <summary>A member of the cell may be called as a namespace or a helper class is: full names only.</summary>
    private static string Qualified(string code) =>
        code.Replace("TensorPrimitives.", "global::System.Numerics.Tensors.TensorPrimitives.").Replace("<T>", "<TElement>");
}
