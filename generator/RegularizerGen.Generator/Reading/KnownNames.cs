namespace RegularizerGen.Generator;

/// <summary>Full names of the vocabulary that user code is read by. Compared as strings: the same attribute may come from several
/// assemblies.</summary>
internal static class KnownNames
{
    public const string CellAttribute = "RegularizerGen.RecurrentCellAttribute";
    public const string StepAttribute = "RegularizerGen.StepAttribute";
    public const string InputAttribute = "RegularizerGen.InputAttribute";
    public const string StateAttribute = "RegularizerGen.StateAttribute";
    public const string OutputAttribute = "RegularizerGen.OutputAttribute";
    public const string ActivationAttribute = "RegularizerGen.ActivationAttribute";
    public const string ObsoleteAttribute = "System.ObsoleteAttribute";
    public const string ExperimentalAttribute = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    public const string StructLayoutAttribute = "System.Runtime.InteropServices.StructLayoutAttribute";
    public const string Matrix = "RegularizerGen.Matrix";
    public const string IdentityMatrix = "RegularizerGen.IdentityMatrix";
    public const string Diagonal = "RegularizerGen.Diagonal";
    public const string Bias = "RegularizerGen.Bias";
    public const string Scalar = "RegularizerGen.Scalar";
    public const string Signal = "RegularizerGen.Signal";
    public const string CellMath = "RegularizerGen.CellMath";
    public const string Math = "System.Math";

    /// <summary>Types that no project may have of its own, since code is read by their names; of CellMath it may.</summary>
    public static readonly string[] Vocabulary =
    [
        Matrix,
        IdentityMatrix,
        Diagonal,
        Bias,
        Scalar,
        Signal,
        Math,
        "System.Numerics.IFloatingPointIeee754`1",
    ];
}
