using System;

namespace RegularizerGen.Samples.RobustnessStudy.Measures.Disturbances;

/// <summary>Every input is off by the same.</summary>
public sealed record Offset(double By) : IDisturbance
{
    public void Apply(Span<float> inputs, int width, Random random)
    {
        foreach (ref float x in inputs)
        {
            x = Box.Clip(x + By, x);
        }
    }
}

/// <summary>A share of all values is at either end of the range of training instead.</summary>
public sealed record Spikes(double Share) : IDisturbance
{
    public void Apply(Span<float> inputs, int width, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float x in inputs)
        {
            if (random.NextDouble() < Share)
            {
                x = random.Next(2) == 0 ? -1 : 1;
            }
        }
    }
}

/// <summary>A share of all samples is missing, some in a row: the last one that arrived is held.</summary>
/// <param name="Share">Share of missing samples.</param>
/// <param name="Length">Mean length of a gap.</param>
public sealed record Held(double Share, double Length) : IDisturbance
{
    public void Apply(Span<float> inputs, int width, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double ends = 1 / Length;
        double begins = Share / (1 - Share) * ends; // as many gaps end as begin
        bool isMissing = false;
        for (int row = 1; row < inputs.Length / width; row++)
        {
            isMissing = random.NextDouble() < (isMissing ? 1 - ends : begins);
            if (isMissing)
            {
                inputs.Slice((row - 1) * width, width).CopyTo(inputs.Slice(row * width, width));
            }
        }
    }
}
