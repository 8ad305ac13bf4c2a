using System;
using System.Linq;
using RegularizerGen.Certificates;
using RegularizerGen.Sets;
using RegularizerGen.Structured;

namespace RegularizerGen.Conditional;

/// <summary>
/// What moves a trajectory: inputs by at most so much in every channel and step, states by at most so much at the start and, by rounding,
/// at every step; and how far states are moved at most in the norm of a contraction, ‖T δs_t‖ ≤ α^t E_0 + β (1 + α + … + α^(t-1)).
/// </summary>
internal sealed class Disturbance
{
    /// <param name="contraction">The norm and its rate α.</param>
    /// <param name="inputs">By channel, how far it is moved.</param>
    /// <param name="impulse">What inputs do to the states in the norm, channels in multiples of <paramref name="inputs"/>; null where these
    /// are 0.</param>
    /// <param name="start">By unit of all states, how far it is moved before the first step.</param>
    /// <param name="states">By unit of all states, by how much every step adds to it.</param>
    /// <param name="steps">Steps to be covered; null for any number.</param>
    public Disturbance(
        StructuredContraction contraction,
        double[] inputs,
        ImpulseBound? impulse,
        double[] start,
        double[] states,
        int? steps
    )
    {
        (Inputs, Start, States, Steps) = (inputs, start, states, steps);
        double added = impulse is null ? 0 : Math.Min(Up(Math.Sqrt(inputs.Length) * impulse.Whole), Up(impulse.Channels.Sum()));
        double perStep = Up(added + Norm(contraction, states));
        double first = Norm(contraction, start);
        double rate = contraction.Rate;
        if (steps is null)
        {
            Largest = rate < 1 ? Math.Max(first, perStep == 0 ? 0 : Up(perStep / (1 - Math.BitIncrement(rate)))) : double.PositiveInfinity;
            return;
        }

        (double now, double largest) = (first, first);
        for (int t = 1; t < steps; t++)
        {
            now = Up((rate * now) + perStep);
            largest = Math.Max(largest, now);
        }

        Largest = largest;
    }

    /// <summary>By channel of the inputs.</summary>
    public double[] Inputs { get; }

    /// <summary>By unit of all states, at the start.</summary>
    public double[] Start { get; }

    /// <summary>By unit of all states, at every step.</summary>
    public double[] States { get; }

    /// <summary>Steps that are covered; null for any number.</summary>
    public int? Steps { get; }

    /// <summary>A bound of ‖T δs_t‖ for all t: E_t lies between E_0 and β/(1 - α).</summary>
    public double Largest { get; }

    /// <summary>Whether nothing is moved.</summary>
    public bool IsNone =>
        Array.TrueForAll(Inputs, x => x == 0) && Array.TrueForAll(Start, x => x == 0) && Array.TrueForAll(States, x => x == 0);

    /// <summary>‖|T| v‖, not below.</summary>
    private static double Norm(StructuredContraction contraction, double[] v) =>
        Array.TrueForAll(v, x => x == 0)
            ? 0
            : Up(RigorousNorms.Euclidean([.. contraction.T.Chunk(v.Length).Select(row => Up(Outward.AbsoluteDot(row, v)))]));

    private static double Up(double value) => Outward.Sum(value) + Outward.Underflow;
}
