using static RegularizerGen.CellMath;

namespace RegularizerGen.TorchSharp.Cells;

/// <summary>PyTorch's LSTM: Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000.</summary>
[RecurrentCell]
internal sealed partial class Lstm
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c) Step([Input] Signal x, [State] Signal h, [State] Signal c)
    {
        Signal i = Sigmoid(Wi * x + Ui * h + bi);
        Signal f = Sigmoid(Wf * x + Uf * h + bf);
        Signal g = Tanh(Wg * x + Ug * h + bg);
        Signal o = Sigmoid(Wo * x + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext);
    }
}

/// <summary>The same above another layer, whose output u is a state here: the stack's bound sets its range and follows its coefficients
/// down. x is not used.</summary>
[RecurrentCell]
internal sealed partial class LstmAbove
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c, Signal u) Step([Input(Bound = 0)] Signal x, [State] Signal h, [State] Signal c, [State] Signal u)
    {
        Signal i = Sigmoid(Wi * u + Ui * h + bi);
        Signal f = Sigmoid(Wf * u + Uf * h + bf);
        Signal g = Tanh(Wg * u + Ug * h + bg);
        Signal o = Sigmoid(Wo * u + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext, Identity(x));
    }
}

/// <summary>The same above a bidirectional layer with the outputs u and v.</summary>
[RecurrentCell]
internal sealed partial class LstmAboveBoth
{
    private readonly Matrix Wi,
        Wf,
        Wg,
        Wo;
    private readonly Matrix Vi,
        Vf,
        Vg,
        Vo;
    private readonly Matrix Ui,
        Uf,
        Ug,
        Uo;
    private readonly Bias bi,
        bf,
        bg,
        bo;

    [Step]
    private (Signal h, Signal c, Signal u, Signal v) Step(
        [Input(Bound = 0)] Signal x,
        [State] Signal h,
        [State] Signal c,
        [State] Signal u,
        [State] Signal v
    )
    {
        Signal i = Sigmoid(Wi * u + Vi * v + Ui * h + bi);
        Signal f = Sigmoid(Wf * u + Vf * v + Uf * h + bf);
        Signal g = Tanh(Wg * u + Vg * v + Ug * h + bg);
        Signal o = Sigmoid(Wo * u + Vo * v + Uo * h + bo);
        Signal cNext = f * c + i * g;
        return (o * Tanh(cNext), cNext, Identity(x), Identity(x));
    }
}
