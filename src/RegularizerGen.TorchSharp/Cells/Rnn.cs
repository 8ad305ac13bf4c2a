using static RegularizerGen.CellMath;

namespace RegularizerGen.TorchSharp.Cells;

/// <summary>PyTorch's RNN with tanh (Elman 1990).</summary>
[RecurrentCell]
internal sealed partial class RnnTanh
{
    private readonly Matrix Wh,
        Uh;
    private readonly Bias bh;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Tanh(Wh * x + Uh * h + bh);
}

/// <summary>The same above another layer, whose output u is a state here.</summary>
[RecurrentCell]
internal sealed partial class RnnTanhAbove
{
    private readonly Matrix Wh,
        Uh;
    private readonly Bias bh;

    [Step]
    private (Signal h, Signal u) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u) =>
        (Tanh(Wh * u + Uh * h + bh), Identity(x));
}

/// <summary>The same above a bidirectional layer with the outputs u and v.</summary>
[RecurrentCell]
internal sealed partial class RnnTanhAboveBoth
{
    private readonly Matrix Wh,
        Vh,
        Uh;
    private readonly Bias bh;

    [Step]
    private (Signal h, Signal u, Signal v) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u, [State] Signal v) =>
        (Tanh(Wh * u + Vh * v + Uh * h + bh), Identity(x), Identity(x));
}

/// <summary>PyTorch's RNN with ReLU (Le, Jaitly and Hinton 2015).</summary>
[RecurrentCell]
internal sealed partial class RnnRelu
{
    private readonly Matrix Wh,
        Uh;
    private readonly Bias bh;

    [Step]
    private Signal Step([Input] Signal x, [State] Signal h) => Relu(Wh * x + Uh * h + bh);
}

/// <summary>The same above another layer, whose output u is a state here.</summary>
[RecurrentCell]
internal sealed partial class RnnReluAbove
{
    private readonly Matrix Wh,
        Uh;
    private readonly Bias bh;

    [Step]
    private (Signal h, Signal u) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u) =>
        (Relu(Wh * u + Uh * h + bh), Identity(x));
}

/// <summary>The same above a bidirectional layer with the outputs u and v.</summary>
[RecurrentCell]
internal sealed partial class RnnReluAboveBoth
{
    private readonly Matrix Wh,
        Vh,
        Uh;
    private readonly Bias bh;

    [Step]
    private (Signal h, Signal u, Signal v) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal u, [State] Signal v) =>
        (Relu(Wh * u + Vh * v + Uh * h + bh), Identity(x), Identity(x));
}
