namespace RegularizerGen;

/// <summary>The functions a step method may apply, element by element. Import with <c>using static RegularizerGen.CellMath;</c>. Each
/// stands in its own file under Activations.</summary>
public static partial class CellMath;
