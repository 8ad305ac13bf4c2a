using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;
using Modules = TorchSharp.Modules;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>The torch modules that tests walk, and what is done with all of them alike.</summary>
public static class Networks
{
    public static readonly string[] Kinds = ["LSTM", "GRU", "RnnTanh", "RnnRelu"];

    /// <summary>A module in the given type, its weights scaled.</summary>
    public static nn.Module Create(
        string kind,
        int inputs,
        int units,
        int layers = 1,
        bool bidirectional = false,
        ScalarType type = ScalarType.Float64,
        double scale = 1,
        bool bias = true
    )
    {
        nn.Module module = kind switch
        {
            "LSTM" => nn.LSTM(inputs, units, layers, bidirectional: bidirectional, bias: bias),
            "GRU" => nn.GRU(inputs, units, layers, bidirectional: bidirectional, bias: bias),
            _ => nn.RNN(
                inputs,
                units,
                layers,
                kind == "RnnRelu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh,
                bidirectional: bidirectional,
                bias: bias
            ),
        };
        module.to(type);
        using IDisposable noGradient = no_grad();
        foreach (Modules.Parameter parameter in module.parameters())
        {
            parameter.mul_(scale);
        }

        return module;
    }

    public static nn.Module CreateCell(string kind, int inputs, int units) =>
        (
            kind switch
            {
                "LSTM" => (nn.Module)nn.LSTMCell(inputs, units),
                "GRU" => nn.GRUCell(inputs, units),
                _ => nn.RNNCell(inputs, units, kind == "RnnRelu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh),
            }
        ).to(ScalarType.Float64);

    public static TorchTikhonovPenalty Regularize(
        nn.Module module,
        TikhonovOptions options,
        Modules.Linear? readOut = null,
        string kind = ""
    ) =>
        module switch
        {
            Modules.LSTM lstm => TorchTikhonovPenalty.For(lstm, options, readOut),
            Modules.GRU gru => TorchTikhonovPenalty.For(gru, options, readOut),
            Modules.RNN rnn => TorchTikhonovPenalty.For(rnn, options, readOut, NonLinearity(kind)),
            Modules.LSTMCell lstm => TorchTikhonovPenalty.For(lstm, options, readOut),
            Modules.GRUCell gru => TorchTikhonovPenalty.For(gru, options, readOut),
            Modules.RNNCell rnn => TorchTikhonovPenalty.For(rnn, options, readOut, NonLinearity(kind)),
            _ => throw new ArgumentException(module.GetName(), nameof(module)),
        };

    public static TorchStabilityPenalty Stabilize(nn.Module module, StabilityOptions options, string kind) =>
        module switch
        {
            Modules.LSTM lstm => TorchStabilityPenalty.For(lstm, options),
            Modules.GRU gru => TorchStabilityPenalty.For(gru, options),
            _ => TorchStabilityPenalty.For((Modules.RNN)module, options, NonLinearity(kind)),
        };

    public static StackCertificate Certify(nn.Module module, CertificateOptions options, string kind, Modules.Linear? readOut = null) =>
        module switch
        {
            Modules.LSTM lstm => lstm.Certify(options, readOut),
            Modules.GRU gru => gru.Certify(options, readOut),
            _ => ((Modules.RNN)module).Certify(options, readOut, NonLinearity(kind)),
        };

    /// <summary>The output at every step [steps, batch, directions · units] from zero states.</summary>
    public static Tensor Run(nn.Module module, Tensor inputs) =>
        module switch
        {
            Modules.LSTM lstm => lstm.forward(inputs).Item1,
            Modules.GRU gru => gru.forward(inputs).Item1,
            _ => ((Modules.RNN)module).forward(inputs, null).Item1,
        };

    public static CellDescription Plain(string kind) =>
        kind switch
        {
            "LSTM" => Cells.Lstm.Description,
            "GRU" => Cells.Gru.Description,
            "RnnTanh" => Cells.RnnTanh.Description,
            _ => Cells.RnnRelu.Description,
        };

    /// <summary>The parameters of a first layer, flat in the order of the plain cell; both biases added where the cell has one.</summary>
    public static double[] Flat(string kind, nn.Module module) => Flat(kind, n => module.get_parameter(n)!);

    /// <summary>The gradients that belong to <see cref="Flat(string, nn.Module)"/>: of a sum of biases, that of the first.</summary>
    public static double[] FlatGradient(string kind, nn.Module module) => Flat(kind, n => module.get_parameter(n)!.grad!, isGradient: true);

    public static double[] Values(Tensor tensor) => tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static double[] Flat(string kind, Func<string, Tensor> find, bool isGradient = false)
    {
        Dictionary<string, Tensor> t = new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" }.ToDictionary(n => n, n => find(n + "_l0"));
        int gates =
            kind == "LSTM" ? 4
            : kind == "GRU" ? 3
            : 1;
        int units = (int)t["weight_hh"].shape[1];
        Tensor Gate(string name, int gate) => t[name].narrow(0, gate * units, units);
        IEnumerable<Tensor> biases =
            kind == "GRU" ? [Sum(0), Sum(1), Gate("bias_ih", 2), Gate("bias_hh", 2)] : Enumerable.Range(0, gates).Select(Sum);
        return
        [
            .. Enumerable
                .Range(0, gates)
                .Select(g => Gate("weight_ih", g))
                .Concat(Enumerable.Range(0, gates).Select(g => Gate("weight_hh", g)))
                .Concat(biases)
                .SelectMany(Values),
        ];

        Tensor Sum(int gate) => isGradient ? Gate("bias_ih", gate) : Gate("bias_ih", gate) + Gate("bias_hh", gate);
    }

    public static nn.NonLinearities NonLinearity(string kind) => kind == "RnnRelu" ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
}
