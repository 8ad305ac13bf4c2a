using System;
using System.Threading;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The generated file of one cell.</summary>
/// <param name="Cell">Full name of the cell.</param>
/// <param name="Text">The file; null where there is none.</param>
/// <param name="Defect">What failed within the generator; null where nothing did.</param>
internal sealed record CellFile(string Cell, string? Text, string? Defect)
{
    /// <summary>Derives and emits. Never throws: a defect must not take other cells down. Its own cell keeps types and
    /// signatures.</summary>
    public static CellFile Of(CellSource cell, CancellationToken cancellation = default)
    {
        try
        {
            return new CellFile(
                cell.FullName,
                cell.Skeleton is null
                    ? CellEmitter.Emit(cell, CellPlan.Create(cell.Model, cancellation), cancellation)
                    : SkeletonEmitter.Emit(cell),
                null
            );
        }
        catch (Exception error) when (error is not OperationCanceledException && cell.Skeleton is null)
        {
            var skeleton = new SkeletonFacts(CellDiagnostics.InternalDefect.Id, default);
            return Of(cell, skeleton, cancellation) with { Defect = CellDiagnostics.Described(error) };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new CellFile(cell.FullName, null, CellDiagnostics.Described(error));
        }
    }

    private static CellFile Of(CellSource cell, SkeletonFacts skeleton, CancellationToken cancellation)
    {
        try
        {
            return Of(cell with { Skeleton = skeleton, Model = SkeletonModel.Of(cell.Model) }, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new CellFile(cell.FullName, null, null);
        }
    }
}
