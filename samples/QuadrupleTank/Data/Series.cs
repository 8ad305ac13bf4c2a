using System;

namespace RegularizerGen.Samples.QuadrupleTank.Data;

/// <summary>A normalised stretch of an identification experiment: inputs [samples, X] and outputs [samples, Y], row-major, within about
/// [-1, 1].</summary>
/// <param name="Inputs">Inputs.</param>
/// <param name="Measured">Outputs as measured, noise included: what training sees.</param>
/// <param name="Clean">Outputs without measurement noise where they are known, else as measured: what FIT is computed against.</param>
public sealed record Series(float[] Inputs, float[] Measured, float[] Clean)
{
    /// <summary>The samples from start on.</summary>
    public Series Slice(int start, int count, int inputs, int outputs) =>
        new(
            Inputs.AsSpan(start * inputs, count * inputs).ToArray(),
            Measured.AsSpan(start * outputs, count * outputs).ToArray(),
            Clean.AsSpan(start * outputs, count * outputs).ToArray()
        );
}

/// <summary>Training, validation and test data of one experiment.</summary>
/// <param name="Title">What it is.</param>
/// <param name="InputNames">Names of the inputs.</param>
/// <param name="OutputNames">Names of the outputs.</param>
/// <param name="Train">For gradients.</param>
/// <param name="Validation">For choosing strengths.</param>
/// <param name="Test">For the table and the plots.</param>
public sealed record Experiment(string Title, string[] InputNames, string[] OutputNames, Series Train, Series Validation, Series Test)
{
    /// <summary>Number of inputs X.</summary>
    public int Inputs => InputNames.Length;

    /// <summary>Number of outputs Y.</summary>
    public int Outputs => OutputNames.Length;
}
