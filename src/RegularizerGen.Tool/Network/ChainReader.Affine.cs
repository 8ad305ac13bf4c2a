using System;
using System.Linq;
using RegularizerGen.Tool.Onnx;

namespace RegularizerGen.Tool.Network;

/// <summary>Operators that are affine in their one computed input.</summary>
internal sealed partial class ChainReader
{
    private bool IsAffine(NodeProto node, NodeAttributes attributes)
    {
        switch (node.OpType)
        {
            case "MatMul":
                MatMul(node, attributes);
                return true;
            case "Gemm":
                Gemm(node, attributes);
                return true;
            case "Add" or "Sub" or "Mul" or "Div":
                Elementwise(node, attributes);
                return true;
            case "Neg":
                Diagonal(attributes, _ => -1, _ => 0);
                return true;
            default:
                return false;
        }
    }

    private void MatMul(NodeProto node, NodeAttributes attributes)
    {
        RequireChannels(attributes);
        if (Constant(node, 1) is not { Shape.Count: 2 } right || right.Shape[0] != width)
        {
            throw Outside(attributes, $"its second input is no constant matrix of {width} rows");
        }

        Dense(attributes, ConstantFolding.Transpose(right.RequireFinite()), 1, null, 0);
    }

    private void Gemm(NodeProto node, NodeAttributes attributes)
    {
        RequireChannels(attributes);
        Tensor? matrix = Constant(node, 1);
        bool isTransposed = attributes.Flag("transB");
        if (axes.Count != 2 || attributes.Flag("transA") || matrix is not { Shape.Count: 2 } || matrix.Shape[isTransposed ? 1 : 0] != width)
        {
            throw Outside(attributes, $"it is no product with a constant matrix of {width} rows");
        }

        Tensor rows = (isTransposed ? matrix : ConstantFolding.Transpose(matrix)).RequireFinite();
        bool hasOffset = node.Input.Count > 2 && node.Input[2].Length > 0;
        Tensor? offset = Constant(node, 2)?.RequireFinite();
        if (hasOffset && (offset is null || !IsPerChannel(offset, rows.Shape[0])))
        {
            throw Outside(attributes, "what it adds is no constant vector");
        }

        Dense(attributes, rows, attributes.Float("alpha") ?? 1, offset, attributes.Float("beta") ?? 1);
    }

    private void Dense(NodeAttributes attributes, Tensor rows, double alpha, Tensor? offset, double beta)
    {
        if (rows.Shape[0] == 0)
        {
            throw Outside(attributes, "it has no outputs");
        }

        double[] added = [.. Enumerable.Range(0, rows.Shape[0]).Select(k => offset is null ? 0 : beta * At(offset, k))];
        stages.Add(new AffineStage(attributes.Title, Array.ConvertAll(rows.Values, v => alpha * v), added, IsDiagonal: false));
        width = rows.Shape[0];
    }

    private void Elementwise(NodeProto node, NodeAttributes attributes)
    {
        RequireChannels(attributes);
        int given = node.Input.Count == 2 && Constant(node, 0) is not null ? 0 : 1;
        if (
            Constant(node, given) is not { } constant
            || constant.Shape.Count > axes.Count
            || !IsPerChannel(constant.RequireFinite(), width)
        )
        {
            throw Outside(attributes, "its other input is no constant vector");
        }

        switch (node.OpType)
        {
            case "Add":
                Diagonal(attributes, _ => 1, k => At(constant, k));
                break;
            case "Sub":
                Diagonal(attributes, _ => given == 0 ? -1 : 1, k => given == 0 ? At(constant, k) : -At(constant, k));
                break;
            case "Mul":
                Diagonal(attributes, k => At(constant, k), _ => 0);
                break;
            case "Div" when given == 1 && constant.Values.All(v => v != 0):
                Diagonal(attributes, k => 1 / At(constant, k), _ => 0);
                break;
            default:
                throw Outside(attributes, "it divides by what is computed, or by 0");
        }
    }

    private void Diagonal(NodeAttributes attributes, Func<int, double> scale, Func<int, double> offset)
    {
        RequireChannels(attributes);
        stages.Add(
            new AffineStage(
                attributes.Title,
                [.. Enumerable.Range(0, width).Select(scale)],
                [.. Enumerable.Range(0, width).Select(offset)],
                IsDiagonal: true
            )
        );
    }

    /// <summary>The last axis must be that of all channels.</summary>
    private void RequireChannels(NodeAttributes attributes)
    {
        if (axes.Count == 0 || axes[^1] != Axis.Channel || (axes.Contains(Axis.Direction) && directions > 1))
        {
            throw Outside(attributes, $"it acts on [{string.Join(", ", axes)}]");
        }
    }

    /// <summary>Whether a constant is one number, or one per channel, whatever is broadcast before.</summary>
    private static bool IsPerChannel(Tensor constant, int channels) =>
        constant.Values.Length == 1 || (constant.Values.Length == channels && constant.Shape[^1] == channels);

    private static double At(Tensor constant, int channel) => constant.Values[constant.Values.Length == 1 ? 0 : channel];
}
