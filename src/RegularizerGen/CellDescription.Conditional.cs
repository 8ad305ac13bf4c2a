using System;
using System.Collections.Generic;
using System.Numerics;
using RegularizerGen.Definitions;
using RegularizerGen.Passes;
using RegularizerGen.Sets;

namespace RegularizerGen;

/// <summary>Certificates within observed ranges, and inference step by step.</summary>
public abstract partial class CellDescription
{
    /// <summary>The ranges that signals keep over input sequences [steps, batch, inputs]
    /// (<see cref="TubeCertifier.ObserveRanges{T}"/>).</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public SignalRanges ObserveRanges<T>(
        int[] sizes,
        T[] parameters,
        T[] inputs,
        int batch = 1,
        IReadOnlyList<double[]>? initialStates = null
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Tube(Core(sizes, parameters), parameters, null).ObserveRanges<T>(inputs, batch, initialStates);

    /// <summary>The conditional certificate on ranges of signals, for the output of a cell with the given parameters or for a read-out
    /// [rows, outputs] of it, flat (<see cref="TubeCertifier.Within"/>).</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public ConditionalCertificate CertifyWithin<T>(
        int[] sizes,
        SignalRanges ranges,
        ConditionalOptions options,
        T[] parameters,
        T[]? readOut = null
    )
        where T : unmanaged, IFloatingPointIeee754<T> => Tube(Core(sizes, parameters), parameters, readOut).Within(ranges, options);

    /// <summary>A cell with the given parameters, step by step.</summary>
    /// <inheritdoc cref="Regularize{T}"/>
    public CellStream<T> Stream<T>(int[] sizes, T[] parameters, int batch = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CellCore cell = Core(sizes, parameters);
        var stream = new CellStream<T>(cell, batch);
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            stream.Read(weight, Slice<T>(cell, parameters, weight));
        }

        return stream.Ready();
    }

    private static TubeCertifier Tube<T>(CellCore cell, T[] parameters, T[]? readOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var certifier = TubeCertifier.Create(
            cell,
            readOut is null ? default : new MatrixSpan<T>(readOut, readOut.Length / cell.OutputWidth, cell.OutputWidth)
        );
        for (int weight = 0; weight < cell.OwnWeights; weight++)
        {
            certifier.Measure(weight, Slice<T>(cell, parameters, weight));
        }

        return certifier;
    }
}
