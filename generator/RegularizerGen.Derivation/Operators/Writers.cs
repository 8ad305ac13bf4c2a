using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>
/// What an operator needs in order to write its code for the forward and backward pass and for those of the tangent, without knowing where
/// buffers live.
/// In code that is handed to <see cref="Contribute"/> and <see cref="Add"/>, {0} stands for the adjoint of the argument.
/// </summary>
public interface IKernelWriter
{
    /// <summary>C# of the span that holds the current node's signal at this step.</summary>
    string Own { get; }

    /// <summary>C# of the span that holds the slopes that the current node's kernels keep at this step.</summary>
    string OwnSlopes { get; }

    /// <summary>C# of the span that holds a signal at this step.</summary>
    string Value(int node);

    /// <summary>C# of the span that holds the adjoint of the current node.</summary>
    string Adjoint(NodeModel node);

    /// <summary>C# of the span that holds the current node's tangent at this step.</summary>
    string OwnTangent { get; }

    /// <summary>C# of the span that holds a signal's tangent at this step.</summary>
    string Tangent(int node);

    /// <summary>C# of the span that holds the adjoint of the current node's tangent.</summary>
    string TangentAdjoint { get; }

    /// <summary>Writes a line of C#.</summary>
    void Line(string code);

    /// <summary>Contribution to the adjoint of an argument: <paramref name="assign"/> where it is the first at this step, else <paramref
    /// name="add"/>.</summary>
    void Contribute(int argument, string assign, string add);

    /// <summary>Addition to the adjoint of an argument that has had its contribution.</summary>
    void Add(int argument, string add);

    /// <summary>C# of the matrix product target += coefficient · W signal at this step; empty where it was computed for all steps at
    /// once.</summary>
    void AddProduct(SumTerm term, string signal, string target);

    /// <summary>Contribution of coefficient · Wᵀ · adjoint to an argument.</summary>
    void ContributeProduct(NodeModel node, SumTerm term);

    /// <summary>Whether biases and input products of this node are computed for all steps at once, before the first step.</summary>
    bool IsPrepared(NodeModel node);

    /// <summary>C# of a formula in the local variable u of the element type.</summary>
    string Formula(Expr formula);

    /// <summary>C# literal of the element type.</summary>
    string Literal(Rational value);
}

/// <summary>What an operator needs in order to print its equation.</summary>
public interface IEquationWriter
{
    /// <summary>A signal, set as an operand.</summary>
    string Signal(int node);

    /// <summary>A weight.</summary>
    string Weight(int weight);

    /// <summary>An exact number.</summary>
    string Number(Rational value);

    /// <summary>Sign between factors of a Hadamard product.</summary>
    string HadamardSign { get; }

    /// <summary>Sign between a weight and a signal, or a number and a signal.</summary>
    string ProductSign { get; }

    /// <summary>A named function applied.</summary>
    string Function(string name, string argument);
}
