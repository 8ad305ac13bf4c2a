namespace RegularizerGen.Derivation;

/// <summary>A matrix cannot act on a concatenation, because it has another number of columns elsewhere.</summary>
/// <param name="Use">What asked for it.</param>
/// <param name="Elsewhere">Its columns elsewhere, as a sum of sizes.</param>
/// <param name="Here">Its columns here.</param>
public sealed record SizeConflict(int Use, string Elsewhere, string Here);
