using System;
using RegularizerGen.Derivation;

namespace RegularizerGen.Generator;

/// <summary>The generated file of one cell.</summary>
/// <param name="Cell">Full name of the cell.</param>
/// <param name="Text">The file; null where there is none.</param>
/// <param name="Defect">What failed within the generator; null where nothing did.</param>
internal sealed record CellFile(string Cell, string? Text, string? Defect)
{
    /// <summary>Derives and emits. Never throws: a defect must not take other cells down. Its own cell keeps types and signatures.</summary>
    public static CellFile Of(CellSource cell)
    {
        try
        {
            return new CellFile(
                cell.FullName,
                cell.Skeleton is null ? CellEmitter.Emit(cell, CellPlan.Create(cell.Model)) : SkeletonEmitter.Emit(cell),
                null
            );
        }
        catch (Exception error) when (cell.Skeleton is null)
        {
            var skeleton = new SkeletonFacts(CellDiagnostics.InternalDefect.Id, default);
            return Of(cell, skeleton) with { Defect = CellDiagnostics.Described(error) };
        }
        catch (Exception error)
        {
            return new CellFile(cell.FullName, null, CellDiagnostics.Described(error));
        }
    }

    private static CellFile Of(CellSource cell, SkeletonFacts skeleton)
    {
        try
        {
            return Of(cell with { Skeleton = skeleton, Model = SkeletonModel.Of(cell.Model) });
        }
        catch (Exception)
        {
            return new CellFile(cell.FullName, null, null);
        }
    }
}
