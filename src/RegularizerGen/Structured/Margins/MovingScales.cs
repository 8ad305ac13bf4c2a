using System;
using System.Linq;
using System.Numerics.Tensors;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>
/// T and S, carried along: moved after every evaluation by a step down the gradient of ln ψ, where T becomes (1 - X) T and S e^-l S. In
/// these coordinates it does not matter what T and S are. The length grows while successive gradients agree and shrinks where they do not;
/// where a step led out of the domain of ψ it is taken back.
/// </summary>
internal sealed class MovingScales
{
    private const double Largest = 0.3;
    private const double First = 0.02;

    private readonly int states;
    private readonly double[] lastT;
    private readonly double[][] lastS;
    private readonly double[] before;
    private readonly double[][] channelsBefore;
    private readonly double[] work;
    private double length = First;
    private bool hasBefore;

    public MovingScales(int states, int[] channels)
    {
        this.states = states;
        (T, lastT, before, work) = (
            new double[states * states],
            new double[states * states],
            new double[states * states],
            new double[states * states]
        );
        (S, lastS, channelsBefore) = (Of(channels), Of(channels), Of(channels));
        static double[][] Of(int[] channels) => [.. channels.Select(c => new double[c])];
    }

    /// <summary>T, row by row.</summary>
    public double[] T { get; }

    /// <summary>S by channel.</summary>
    public double[][] S { get; }

    /// <summary>Takes other scales.</summary>
    public void Set(ReadOnlySpan<double> t, ReadOnlySpan<double> s)
    {
        t.CopyTo(T);
        foreach (double[] own in S)
        {
            s[..own.Length].CopyTo(own);
            s = s[own.Length..];
        }

        Restart();
    }

    private void Restart()
    {
        hasBefore = false;
        length = First;
        Keep();
    }

    /// <summary>Moves both.</summary>
    /// <param name="root">ψ.</param>
    /// <param name="shape">Its derivative by X.</param>
    /// <param name="channels">By ln S.</param>
    public void Move(double root, double[] shape, double[][] channels)
    {
        double agreement = Agreement(shape, channels);
        length = !hasBefore
            ? length
            : Math.Clamp(
                length
                    * (
                        agreement > 0.3 ? 1.2
                        : agreement < -0.1 ? 0.6
                        : 1
                    ),
                1e-6,
                1e6
            );
        Keep();
        double size = Norm(shape, channels) / root;
        double step = -length / root * Math.Min(1, Largest / Math.Max(length * size, double.Epsilon));
        shape.CopyTo(before, 0);
        Array.Clear(work);
        Gemm.Add<double>(shape, states, 1, T, step, work, states, states, states, states);
        TensorPrimitives.Add<double>(T, work, T);
        for (int k = 0; k < S.Length; k++)
        {
            channels[k].CopyTo(channelsBefore[k], 0);
            for (int unit = 0; unit < S[k].Length; unit++)
            {
                S[k][unit] *= Math.Exp(step * channels[k][unit]);
            }
        }

        hasBefore = true;
    }

    /// <summary>Takes the last step back, and makes the next one shorter.</summary>
    public void Return()
    {
        lastT.CopyTo(T, 0);
        for (int k = 0; k < S.Length; k++)
        {
            lastS[k].CopyTo(S[k], 0);
        }

        length *= 0.25;
    }

    private void Keep()
    {
        T.CopyTo(lastT, 0);
        for (int k = 0; k < S.Length; k++)
        {
            S[k].CopyTo(lastS[k], 0);
        }
    }

    /// <summary>Cosine of the angle between this gradient and the last one.</summary>
    private double Agreement(double[] shape, double[][] channels)
    {
        double product = TensorPrimitives.Dot<double>(shape, before);
        for (int k = 0; k < S.Length; k++)
        {
            product += TensorPrimitives.Dot<double>(channels[k], channelsBefore[k]);
        }

        return product / Math.Max(Norm(shape, channels) * Norm(before, channelsBefore), double.Epsilon);
    }

    private static double Norm(double[] shape, double[][] channels)
    {
        double sum = TensorPrimitives.SumOfSquares<double>(shape);
        foreach (double[] own in channels)
        {
            sum += TensorPrimitives.SumOfSquares<double>(own);
        }

        return Math.Sqrt(sum);
    }
}
