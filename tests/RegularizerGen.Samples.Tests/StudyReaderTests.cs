using System;
using System.Globalization;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.RobustnessStudy.Tasks;
using RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

namespace RegularizerGen.Samples.Tests;

/// <summary>The publishers' formats, in small files of the same form.</summary>
public sealed class StudyReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void CascadedTanks_EstimationTrainsAndValidates_ValTests()
    {
        Write(
            "tanks/dataBenchmark.csv",
            "\"uEst\",\"uVal\",\"yEst\",\"yVal\",\"Ts\",",
            1024,
            t => t == 0 ? $"{t},{2 * t},{-t},{t},4," : $"{t},{2 * t},{-t},{t},,"
        );
        StudyTask task = CascadedTanks.Read(new DataFolder(folder));
        Assert.Equal((724, 300, 1024), Lengths(task));
        Assert.Equal((-1, 1), (task.Data.Train.Inputs[0], task.Data.Train.Inputs[^1]));
        Assert.Equal((2 * 2.0 / 723) - 1, task.Data.Test.Inputs[1], 5); // uVal = 2 in the scale of uEst
        Assert.Equal(723 / 2.0, task.Scale[0], 9);
        Assert.Equal(50, task.WashOut);
    }

    [Fact]
    public void RobotArm_WhiteSpace_FirstHalfTrains()
    {
        Write("robot_arm.dat", null, 1024, t => $"   {Number(Math.Sin(t))}\t  {Number(Math.Cos(t))}\t");
        StudyTask task = RobotArm.Read(new DataFolder(folder));
        Assert.Equal((409, 103, 512), Lengths(task));
        Assert.Equal(Math.Sin(512), (task.Data.Test.Inputs[0] * Amplitude(Math.Sin, 409)) + Middle(Math.Sin, 409), 5);
    }

    [Fact]
    public void Silverbox_TheArrowTests()
    {
        Write("SNLS80mV.csv", "\"V1\",\"V2\",", 60_000, t => $"{t},{t % 7},");
        StudyTask task = Silverbox.Read(new DataFolder(folder));
        Assert.Equal((12_000, 2_000, 40_000), Lengths(task));
        Assert.Equal(11_999 / 2.0, ((41_000 + 52_999) / 2.0) - 41_000, 9);
        Assert.Equal(-1, task.Data.Train.Inputs[0]);
        Assert.True(task.Data.Test.Inputs[^1] < -1); // before the training series
    }

    [Fact]
    public void Emps_EveryFifthSample_PulsesTest()
    {
        const string Header = ",time_exp,q_ref,q_meas,v_est,u_in,u_tot";
        Write("DATA_EMPS_SC.csv", Header, 5000, t => $"{t},0.0,0,{t},0,7,{-t}");
        Write("DATA_EMPS_PULSES_SC.csv", Header, 2000, t => $"{t},0.0,0,{t},0,7,{t}");
        StudyTask task = Emps.Read(new DataFolder(folder));
        Assert.Equal((800, 200, 400), Lengths(task));
        Assert.Equal(3995 / 2.0, task.Scale[0], 9);
        Assert.Equal(-1, task.Data.Train.Measured[0]);
        Assert.Equal(1, task.Data.Train.Inputs[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void Ett_TargetsAreTheTemperatureAhead(int ahead)
    {
        const int Peak = 5000;
        Write(
            "ETTh1.csv",
            "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT",
            14_500,
            t => $"2016-07-01 00:00:00,{t},{t % 5},{t % 7},{t % 9},{t % 11},{t % 13},{(t == Peak ? 3 : 1)}"
        );
        StudyTask task = Ett.Read(new DataFolder(folder), ahead);
        Assert.Equal((8640, 2880, 2880), Lengths(task));
        Assert.Equal(7, task.Inputs);
        Assert.Equal(1, task.Scale[0], 12);
        Assert.Equal(1, task.Data.Train.Inputs[(Peak * 7) + 6]);
        Assert.Equal(1, task.Data.Train.Measured[Peak - ahead]);
        Assert.Equal(-1, task.Data.Train.Measured[Peak]);
    }

    [Theory]
    [InlineData("\"V1\",\"V2\",\n1,x,\n", "line 2: expected a finite number in column 2")]
    [InlineData("\"V1\",\"V2\",\n1,2,\n3\n", "line 3: expected a finite number in column 2")]
    [InlineData("\"V1\",\"W\",\n1,2,\n", "line 1: expected a column 'V2', found V1, W")]
    [InlineData("\"V1\",\"V2\",\n", "expected rows of numbers, found none")]
    public void WhatIsWrong_IsNamedWithItsLine(string text, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "SNLS80mV.csv"), text);
        FormatException problem = Assert.Throws<FormatException>(() => Silverbox.Read(new DataFolder(folder)));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains("SNLS80mV.csv", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFile_IsNamed() =>
        Assert.Contains(
            "robot_arm.dat",
            Assert.Throws<FormatException>(() => RobotArm.Read(new DataFolder(folder))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void ATrainingColumnThatStandsStill_IsRefused()
    {
        Write("robot_arm.dat", null, 100, t => $"{t} 5");
        Assert.Contains(
            "is 5 in all training rows",
            Assert.Throws<FormatException>(() => RobotArm.Read(new DataFolder(folder))).Message,
            StringComparison.Ordinal
        );
    }

    private static (int Train, int Validation, int Test) Lengths(StudyTask task) =>
        (task.Data.Train.Inputs.Length / task.Inputs, task.Data.Validation.Measured.Length, task.Data.Test.Clean.Length);

    private static double Amplitude(Func<double, double> f, int count) => (Values(f, count).Max() - Values(f, count).Min()) / 2;

    private static double Middle(Func<double, double> f, int count) => (Values(f, count).Max() + Values(f, count).Min()) / 2;

    private static double[] Values(Func<double, double> f, int count) => [.. Enumerable.Range(0, count).Select(t => f(t))];

    private static string Number(double value) => value.ToString("E15", CultureInfo.InvariantCulture);

    private void Write(string name, string? header, int rows, Func<int, string> row)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string[] lines = [.. Enumerable.Range(0, rows).Select(row)];
        File.WriteAllLines(path, header is null ? lines : [header, .. lines]);
    }
}
