using System;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>
/// The quadruple-tank process (Johansson, "The Quadruple-Tank Process", IEEE Trans. Control Systems Technology 8(3), 2000) with the
/// parameters of the benchmark of Alvarado et al., "A comparative analysis of distributed MPC techniques applied to the HD-MPC four-tank
/// benchmark", J. Process Control 21, 2011.
/// </summary>
/// <remarks>
/// The pumps could drive the tanks over their brims (qb = 1.11e-3 m³/s alone would settle tank 3 at 2.6 m). The excitation therefore stays
/// at or below <see cref="LargestQa"/> and <see cref="LargestQb"/>, whose steady levels lie below every limit; since more inflow never
/// lowers any level (the process is monotone), a process that starts below those levels stays below them for every input within.
/// </remarks>
public static class TankProcess
{
    /// <summary>Sampling period in seconds.</summary>
    public const double SamplingPeriod = 25;

    /// <summary>Largest flow of pump a that is used, m³/s (the pump could 9.05e-4).</summary>
    public const double LargestQa = 6.0e-4;

    /// <summary>Largest flow of pump b that is used, m³/s (the pump could 1.11e-3).</summary>
    public const double LargestQb = 7.5e-4;

    private const double Section = 0.06;
    private const double Gravity = 9.81;
    private const double A1 = 1.31e-4;
    private const double A2 = 1.507e-4;
    private const double A3 = 9.267e-5;
    private const double A4 = 8.816e-5;
    private const double GammaA = 0.3;
    private const double GammaB = 0.4;
    private const int Substeps = 25;

    /// <summary>Limits of the four levels in metres.</summary>
    public static ReadOnlySpan<double> Limits => [1.36, 1.36, 1.30, 1.30];

    /// <summary>Advances the levels (metres) by one sampling period at constant flows (m³/s): classical Runge-Kutta, 25 substeps.</summary>
    public static void Advance(Span<double> levels, double qa, double qb)
    {
        Span<double> k = stackalloc double[4];
        Span<double> sum = stackalloc double[4];
        Span<double> point = stackalloc double[4];
        const double Step = SamplingPeriod / Substeps;
        for (int substep = 0; substep < Substeps; substep++)
        {
            sum.Clear();
            k.Clear();
            for (int stage = 0; stage < 4; stage++)
            {
                double reach = stage switch
                {
                    0 => 0,
                    3 => Step,
                    _ => Step / 2,
                };
                for (int tank = 0; tank < 4; tank++)
                {
                    point[tank] = levels[tank] + (reach * k[tank]);
                }

                Flow(point, qa, qb, k);
                for (int tank = 0; tank < 4; tank++)
                {
                    sum[tank] += k[tank] * (stage is 0 or 3 ? 1 : 2);
                }
            }

            for (int tank = 0; tank < 4; tank++)
            {
                levels[tank] = Math.Max(0, levels[tank] + (Step / 6 * sum[tank]));
            }
        }
    }

    private static void Flow(ReadOnlySpan<double> h, double qa, double qb, Span<double> derivative)
    {
        double out1 = A1 * Math.Sqrt(2 * Gravity * Math.Max(0, h[0]));
        double out2 = A2 * Math.Sqrt(2 * Gravity * Math.Max(0, h[1]));
        double out3 = A3 * Math.Sqrt(2 * Gravity * Math.Max(0, h[2]));
        double out4 = A4 * Math.Sqrt(2 * Gravity * Math.Max(0, h[3]));
        derivative[0] = (-out1 + out3 + (GammaA * qa)) / Section;
        derivative[1] = (-out2 + out4 + (GammaB * qb)) / Section;
        derivative[2] = (-out3 + ((1 - GammaB) * qb)) / Section;
        derivative[3] = (-out4 + ((1 - GammaA) * qa)) / Section;
    }
}
