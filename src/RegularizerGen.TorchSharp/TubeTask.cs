using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp;

/// <summary>A certificate around sequences that is asked of a torch module: everything on the host, in the order of the runtime.</summary>
internal sealed class TubeTask
{
    private readonly CellStack stack;
    private readonly double[] inputs;
    private readonly TubeOptions[] options;
    private readonly double[] readOut = [];
    private readonly double[] bias = [];

    /// <param name="module">The module.</param>
    /// <param name="inputs">Nominal sequences as the module takes them.</param>
    /// <param name="options">What is to be covered.</param>
    /// <param name="readOut">A linear layer on the output.</param>
    /// <param name="initial">The states, h before c, each as the module takes it; null for those of the options.</param>
    /// <exception cref="ArgumentException">A shape is wrong, or a number is not finite; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The module is in training mode and drops units between its layers.</exception>
    public TubeTask(RecurrentModule module, Tensor inputs, TubeOptions options, Modules.Linear? readOut, Tensor[]? initial)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        module.RequireNoDropout();
        Tensor steps = Sequences(module, inputs);
        ParameterSource.RequireFinite(inputs, "The input", "inputs");
        this.inputs = ToHost(steps);
        this.options = initial is null ? Repeat(options, steps.shape[1]) : Starts(module, options, initial, inputs, (int)steps.shape[1]);
        if (readOut is not null)
        {
            module.ReadOutRows(readOut);
            ParameterSource.RequireFinite(readOut.weight!, "The read-out's weight");
            this.readOut = ToHost(readOut.weight!);
            if (readOut.bias is { } shift)
            {
                ParameterSource.RequireFinite(shift, "The read-out's bias");
                bias = ToHost(shift);
            }
        }

        stack = Stack(module);
    }

    private MatrixSpan<double> Matrix =>
        readOut.Length == 0 ? default : new MatrixSpan<double>(readOut, readOut.Length / stack.OutputWidth, stack.OutputWidth);

    public TubeCertificate[] CertifyAround() => stack.CertifyAround(inputs, options, Matrix, bias);

    /// <exception cref="ArgumentException">There are several sequences.</exception>
    public TubeRadius LargestRadius(double? tolerance) =>
        options.Length == 1
            ? stack.LargestRadius<double>(inputs, tolerance, options[0], Matrix, bias)
            : throw new ArgumentException($"A radius is found around one sequence; the inputs are {options.Length}.", nameof(inputs));

    private static CellStack Stack(RecurrentModule module)
    {
        CellLayer[] layers =
        [
            .. Enumerable
                .Range(0, module.Layers * module.Directions)
                .Select(unit =>
                {
                    (int layer, int direction) = (unit / module.Directions, unit % module.Directions);
                    var parameters = new ParameterSet();
                    HostCopy copy = module.Copy(layer, direction, parameters);
                    copy.Load(parameters.Find());
                    return new CellLayer(module.Kind.First, module.PlainSizes(layer), copy.Values);
                }),
        ];
        return module.Directions == 1
            ? new CellStack(layers)
            : CellStack.Bidirectional([.. layers.Chunk(2).Select(both => (both[0], both[1]))]);
    }

    /// <summary>The sequences as [steps, batch, inputs].</summary>
    private static Tensor Sequences(RecurrentModule module, Tensor inputs)
    {
        ParameterSource.RequireNumbers(inputs, "The input", "inputs");
        long[] shape = inputs.shape;
        if (shape.Length is not (2 or 3) || shape[^1] != module.Inputs || shape.Contains(0))
        {
            bool isBatchFirst = shape.Length == 3 && module.IsBatchFirst();
            string expected = isBatchFirst ? "[batch, steps, inputs]" : "[steps, batch, inputs]";
            throw new ArgumentException(
                $"The inputs are [{string.Join(", ", shape)}]; they must be {expected} or [steps, inputs], with {module.Inputs} inputs.",
                nameof(inputs)
            );
        }

        return shape.Length == 2 ? inputs.unsqueeze(1)
            : module.IsBatchFirst() ? inputs.transpose(0, 1)
            : inputs;
    }

    /// <summary>The options of every sequence, with its own states.</summary>
    private static TubeOptions[] Starts(RecurrentModule module, TubeOptions options, Tensor[] initial, Tensor inputs, int batch)
    {
        if (options.InitialStates is not null)
        {
            throw new ArgumentException(
                $"States are given twice: by {nameof(initial)} and by {nameof(TubeOptions)}.{nameof(TubeOptions.InitialStates)}.",
                nameof(initial)
            );
        }

        int units = module.Layers * module.Directions;
        long[] shape = inputs.dim() == 2 ? [units, module.Units] : [units, batch, module.Units];
        double[][] states =
        [
            .. initial.Select(
                (tensor, k) =>
                {
                    string name = k == 0 ? "h_0" : "c_0";
                    ArgumentNullException.ThrowIfNull(tensor, nameof(initial));
                    ParameterSource.RequireNumbers(tensor, name, "states");
                    if (!tensor.shape.SequenceEqual(shape))
                    {
                        throw new ArgumentException(
                            $"{name} is [{string.Join(", ", tensor.shape)}]; it must be [{string.Join(", ", shape)}].",
                            nameof(initial)
                        );
                    }

                    ParameterSource.RequireFinite(tensor, name, "states");
                    return ToHost(tensor);
                }
            ),
        ];
        double[] Of(int sequence, int unit, double[] state) =>
            state.AsSpan(((unit * batch) + sequence) * module.Units, module.Units).ToArray();
        return
        [
            .. Enumerable
                .Range(0, batch)
                .Select(sequence =>
                    options with
                    {
                        InitialStates =
                        [
                            .. Enumerable.Range(0, units).SelectMany(unit => states.Select(state => Of(sequence, unit, state))),
                        ],
                    }
                ),
        ];
    }

    private static TubeOptions[] Repeat(TubeOptions options, long count) => [.. Enumerable.Repeat(options, (int)count)];

    /// <summary>A copy in double, row by row.</summary>
    private static double[] ToHost(Tensor tensor) =>
        tensor.detach().to_type(ScalarType.Float64).contiguous().cpu().data<double>().ToArray();
}
